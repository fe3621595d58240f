"""What the modules of the districts' map read: texts, addresses, colours."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.symbology.map_styles import map_style
from gisapp.web.profiles.facilities import FacilityRow
from layers.selectors.map_context import mainland_extent

Json = dict[str, Any]


def map_config(
    *, names: dict[str, str], statistic: str | None, chain: str = "", plants: Iterable[FacilityRow] = ()
) -> Json:
    """Return the configuration of a map of districts.

    Parameters
    ----------
    statistic
        What is shown unasked; None where no statistic is stored.
    chain
        The value chain whose colours the map wears.
    plants
        What is drawn upon the districts.
    """
    style = map_style()
    return {
        "language": get_language(),
        "statistic": statistic,
        "chain": chain,
        "names": names,
        "plants": [_plant(row) for row in plants],
        "bounds": _bounds(),
        "style": {"base": style["base"], "noData": style["pattern"]["no-data"]},
        "urls": {
            "statistic": reverse("web:statistic", kwargs={"name": "NAME"}),
            "district": reverse("web:district", kwargs={"code": "CODE"}),
            "outlines": reverse("web:layer", kwargs={"name": "districts"}),
        },
        "texts": _texts(),
    }


def _bounds() -> list[list[float]] | None:
    """Return south-west and north-east of the land without specks far out at sea."""
    extent = mainland_extent()
    if extent is None:
        return None
    west, south, east, north = extent
    return [[south, west], [north, east]]


def _plant(row: FacilityRow) -> Json:
    return {
        "name": row.name,
        "kind": row.kind,
        "lon": row.lon,
        "lat": row.lat,
        "outline": row.outline,
        "colour": row.colour,
        "isOperating": row.is_operating,
    }


def _texts() -> dict[str, str]:
    return {
        "not_recorded": _("not recorded"),
        "no_data": _("No data"),
        "source": _("Source"),
        "series": _("Series"),
        "show_on_map": _("Show %(name)s on the map") % {"name": "{name}"},
        "recorded": _("{n} of {all} districts have a figure for {year}."),
        "loading": _("Loading the figures…"),
        "failed": _("The figures could not be loaded. Check the connection and try again."),
        "map_failed": _("The outlines of the districts could not be loaded. The table is complete."),
        "map_keys": _("Map: arrow keys move it, plus and minus zoom"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "up_to": _("up to {high}"),
        "above": _("above {low}"),
        "from_to": _("{low} to {high}"),
        "since": _("since {year}"),
        "plants": _("Plants"),
    }
