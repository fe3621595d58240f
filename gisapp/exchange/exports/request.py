"""What somebody asks to have exported: text becomes a frozen dataclass here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.exporters.registry import FORMATS, ExportFormat
from gisapp.geo.bbox import Bbox
from gisapp.ogc.crs import STORAGE_SRID, crs_parse
from gisapp.ogc.errors import InvalidCrsError
from gisapp.planning.errors import ParameterError

_WORLD = Bbox(-180, -90, 180, 90)
_TEXT_CHARS = 200


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export.

    Attributes
    ----------
    district, commodity
        Codes; empty for all.
    bbox
        EPSG:4326; features that touch it are wanted.
    where
        Properties and the values that they must have.
    srid
        System of the geometry; None for the format's own, or that of a raster.
    language
        Of titles and metadata.
    """

    layers: tuple[str, ...]
    format: ExportFormat
    district: str = ""
    commodity: str = ""
    bbox: Bbox | None = None
    where: tuple[tuple[str, str], ...] = ()
    srid: int | None = None
    language: str = "id"

    def as_dict(self) -> dict[str, Any]:
        """Return what `request_parse` makes this of."""
        box = self.bbox
        return {
            "layers": list(self.layers),
            "f": self.format.key,
            "district": self.district,
            "commodity": self.commodity,
            "bbox": f"{box.west!r},{box.south!r},{box.east!r},{box.north!r}" if box else "",
            "where": [f"{name}={value}" for name, value in self.where],
            "crs": f"EPSG:{self.srid}" if self.srid else "",
            "language": self.language,
        }

    def filter_text(self) -> str:
        """Return the filter in one line; empty for none."""
        given = self.as_dict()
        parts = [f"{name}={given[name]}" for name in ("district", "commodity", "bbox") if given[name]]
        return "; ".join([*parts, *given["where"]])


def request_parse(given: Mapping[str, Any]) -> ExportRequest:
    """Read a request; what is not given is empty or absent.

    Parameters
    ----------
    given
        ``layers`` and ``where`` are lists of texts; ``f``, ``district``, ``commodity``, ``bbox``, ``crs`` and
        ``language`` are texts.

    Raises
    ------
    ParameterError
        If a value is not what it has to be.
    """
    chosen = _format(given.get("f") or "")
    return ExportRequest(
        layers=_layers(given.get("layers") or (), chosen),
        format=chosen,
        district=_short(given, "district"),
        commodity=_short(given, "commodity"),
        bbox=_bbox(given.get("bbox") or ""),
        where=_where(given.get("where") or ()),
        srid=_srid(given.get("crs") or "", chosen),
        language=_language(given.get("language") or settings.LANGUAGE_CODE),
    )


def _format(key: str) -> ExportFormat:
    if key not in FORMATS:
        raise ParameterError(name="f", value=key, allowed=", ".join(FORMATS))
    return FORMATS[key]


def _layers(names: Sequence[str], chosen: ExportFormat) -> tuple[str, ...]:
    layers = tuple(dict.fromkeys(name for name in names if name))
    limit = conf.EXPORT_LAYERS_LIMIT if chosen.has_several_layers else 1
    if not 1 <= len(layers) <= limit:
        allowed = _("one layer") if limit == 1 else _("1 to %(limit)d layers") % {"limit": limit}
        raise ParameterError(name="layers", value=",".join(layers), allowed=f"{allowed} ({chosen.key})")
    return layers


def _short(given: Mapping[str, Any], name: str) -> str:
    text = str(given.get(name) or "")
    if len(text) > _TEXT_CHARS:
        raise ParameterError(name=name, value=text, allowed=_("at most %(limit)d letters") % {"limit": _TEXT_CHARS})
    return text


def _bbox(text: str) -> Bbox | None:
    if not text:
        return None
    allowed = _("west,south,east,north in degrees, such as 114.3,-4.2,116.6,-1.3")
    try:
        box = Bbox.parse(text)
    except ValueError:
        raise ParameterError(name="bbox", value=text, allowed=allowed) from None
    if not (_WORLD.contains(box.west, box.south) and _WORLD.contains(box.east, box.north)):
        raise ParameterError(name="bbox", value=text, allowed=allowed)
    return box


def _where(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if len(texts) > conf.EXPORT_WHERE_LIMIT:
        allowed = _("at most %(limit)d conditions") % {"limit": conf.EXPORT_WHERE_LIMIT}
        raise ParameterError(name="where", value=len(texts), allowed=allowed)
    pairs = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals) or len(value) > _TEXT_CHARS:
            raise ParameterError(name="where", value=text, allowed=_("NAME=VALUE, such as status=operating"))
        pairs.append((name, value))
    return tuple(pairs)


def _srid(text: str, chosen: ExportFormat) -> int | None:
    if not text:
        return chosen.srid
    try:
        srid = crs_parse(text, locator="crs").srid
    except InvalidCrsError as error:
        raise ParameterError(name="crs", value=text, allowed=str(error).partition("one of ")[2]) from error
    if chosen.srid not in (None, srid):
        raise ParameterError(name="crs", value=text, allowed=f"EPSG:{chosen.srid} ({chosen.key})")
    return srid


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ParameterError(name="language", value=code, allowed=", ".join(dict(settings.LANGUAGES)))
    return code


def target_srid(request: ExportRequest) -> int:
    """Return the system that features are brought to."""
    return request.srid or STORAGE_SRID
