"""Errors of the siting engine."""


class SitingError(Exception):
    """Base of every error that the siting engine raises on purpose."""


class ProblemError(SitingError, ValueError):
    """The problem is malformed: its message names the field, the value and the fix.

    A problem that is well formed but has no answer is not an error: it yields a
    `SitingResult` whose status is ``refused``.
    """


class StoppedError(SitingError):
    """Whoever asked does not want the answer any more."""
