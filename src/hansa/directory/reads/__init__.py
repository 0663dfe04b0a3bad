"""Queries of the directory: rows become terms here and nowhere else."""
