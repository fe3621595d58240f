"""Errors of the indices: a table that no index can be reckoned from."""


class PotentialError(Exception):
    """Base of every error that the indices raise on purpose."""


class TableError(PotentialError, ValueError):
    """A table has the wrong shape or holds a figure that cannot be; the message names it and the fix."""
