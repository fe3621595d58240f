"""Errors of planning: each message names the value, the limit and the fix."""

from django.utils.translation import gettext as _

LONGEST_VALUE_SHOWN = 80


class PlanningError(Exception):
    """Base of every error that planning raises on purpose; its text may be shown to a user."""


class ParameterError(PlanningError, ValueError):
    """A parameter is missing, unknown or outside its range.

    Attributes
    ----------
    name, value, allowed
        The parameter, what was given, and what would be accepted.
    """

    def __init__(self, *, name: str, value: object, allowed: str) -> None:
        self.name = name
        self.value = _shown(value)
        self.allowed = allowed
        text = _("%(name)s is %(value)s; allowed: %(allowed)s.") % {
            "name": name,
            "value": self.value,
            "allowed": allowed.removesuffix("."),
        }
        super().__init__(text.replace("?.", "?"))


class RunStateError(PlanningError):
    """A run is asked for something that its state does not allow."""


class TooManyRunsError(PlanningError):
    """As many runs wait already as the service takes."""


class SchedulerError(PlanningError):
    """The cluster that is to do the work cannot be used."""


class DataMissingError(PlanningError):
    """Something without which no run is possible is not recorded at all, such as the districts."""


class RasterError(PlanningError):
    """The file of a stored raster cannot be read."""


class RunRasterError(PlanningError):
    """A run has no rasters, or has none any more."""


class ProductTreeError(PlanningError):
    """The stored product tree of a chain cannot be followed, as where processes feed each other in a circle."""


class LandCoverError(PlanningError):
    """A land cover does not open or does not reach the study area."""


class DisaggregationError(PlanningError):
    """A statistic has no place to be spread over."""


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE_SHOWN else f"{text[: LONGEST_VALUE_SHOWN - 1]}…"
