"""The inputs of what only one kind of import takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from layers.models import RasterKind

Json = dict[str, Any]


def extra_inputs(names: Iterable[str], given: Mapping[str, Any]) -> list[Json]:
    """Return an input for each of some extras, with the value that is given."""
    known = _inputs()
    return [{"name": name, "value": given.get(name, ""), **known.get(name, _text(name))} for name in names]


def _inputs() -> dict[str, Json]:
    return {
        "weights": _choice(
            _("Spread by"),
            {
                "polygons": _("land cover by subdistrict"),
                "raster": _("stored raster of land cover"),
                "even": _("area alone"),
            },
        ),
        "land_cover_crs": _text(_("CRS of the land cover, where the raster states it badly")),
        "rule": _text(_("Rule that the zones follow (code)")),
        "buffer_m": _text(_("Width on each side, m"), mode="decimal"),
        "outline": _truth(_("Only along the outline, not inside")),
        "name": _text(_("Name of the layer")),
        "kind": _choice(
            _("What the raster shows"),
            {"": _("choose"), **{one.value: str(one.label) for one in RasterKind}},
        ),
        "unit": _text(_("Unit")),
        "nodata": _text(_("Value of cells without data"), mode="decimal"),
        "slope": _truth(_("Compute slopes from these elevations")),
    }


def _text(title: str, *, mode: str = "text") -> Json:
    return {"type": "text", "title": title, "mode": mode}


def _truth(title: str) -> Json:
    return {"type": "truth", "title": title}


def _choice(title: str, options: Mapping[str, str]) -> Json:
    return {"type": "choice", "title": title, "options": list(options.items())}
