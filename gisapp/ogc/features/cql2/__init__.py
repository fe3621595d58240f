"""Filters in CQL2: read, checked against what a layer publishes, and turned into SQL whose values are bound.

References
----------
OGC 21-065r2, Common Query Language (CQL2).
"""
