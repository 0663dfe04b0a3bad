"""Acts of experts: the pool, draws of panels, opinions and their treatment."""
