"""Queries of duties and notices: rows become terms here and nowhere else."""
