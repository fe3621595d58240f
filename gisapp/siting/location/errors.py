"""Errors of the location models."""

from gisapp.siting.errors import ProblemError


class LocationError(ProblemError):
    """The location problem is malformed: the message names the field, the value and the fix.

    A problem that is well formed but has no answer is not an error: it yields an `Outcome` whose
    status is ``infeasible`` and that names the requirement at fault.
    """


class InstanceError(LocationError):
    """A published-instance file is not in its format: the message names the line and what was expected."""
