"""Ibis expressions from taps to legs, for DuckDB; no Django.

``taps`` reads, ``marking`` and ``gathering`` divide rows into plain and marked ones,
``judging`` decides on marked rows, ``pricing`` prices classes, ``owing`` makes legs,
``clearing`` runs the whole, ``results`` nets and writes. ``engine`` and ``exact`` are the
floor.
"""
