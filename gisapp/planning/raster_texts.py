"""Words for what rasters say, and for what they are too coarse to say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.numbers import number, share

Json = Mapping[str, Any]


def _judged(figures: Json, subject: str, _unit: str) -> str:
    return _(
        "Slopes above %(limit)s %% are excluded by the raster “%(name)s”: %(covered)s of the land; on %(unknown)s of it"
        " the raster has no data and the slope is unknown. Its cells are %(cell)s m; slopes shorter than that do not"
        " show."
    ) % {
        "limit": number(figures["limit_percent"], 1),
        "name": subject,
        "covered": share(figures["covered_share"]),
        "unknown": share(1 - figures["known_share"]),
        "cell": number(figures["cell_m"]),
    }


def _too_coarse(figures: Json, subject: str, _unit: str) -> str:
    return _(
        "The raster “%(name)s” has cells of %(cell)s m, too coarse to judge a slope (the limit is %(limit)s m); by it"
        " the slope stays unknown."
    ) % {"name": subject, "cell": number(figures["cell_m"]), "limit": number(figures["limit_m"])}


RASTER_WORDS: Mapping[str, Callable[[Json, str, str], str]] = {
    AssumptionCode.RASTER_JUDGED: _judged,
    AssumptionCode.RASTER_TOO_COARSE: _too_coarse,
}
