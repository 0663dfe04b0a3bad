"""Queries of casework: rows become terms here and nowhere else."""
