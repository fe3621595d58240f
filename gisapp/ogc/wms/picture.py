"""The picture that a request asks for: which part of the world, how large, in which form."""

import math
import re
from dataclasses import dataclass
from typing import Final

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import scale_denominator
from gisapp.ogc.crs import Crs, crs_parse
from gisapp.ogc.errors import InvalidFormatError, InvalidParameterError
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.render.request import ImageForm
from gisapp.ogc.wms.version import Version

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_COLOUR: Final = re.compile(r"(?:0[xX]|#)([0-9a-fA-F]{6})")
_DPI_OPTION: Final = re.compile(r"(?:^|;)dpi:([^;]*)", re.IGNORECASE)
_TRUTHS: Final = {"TRUE": True, "FALSE": False}
_CORNERS: Final = 4


# As capabilities list them; the first is the default of clients that do not choose.
FORMATS: Final = {
    "image/png": ImageForm.PNG_8,
    "image/png; mode=8bit": ImageForm.PNG_8,
    "image/png; mode=32bit": ImageForm.PNG_32,
    "image/jpeg": ImageForm.JPEG,
    "image/webp": ImageForm.WEBP,
}
MEDIA_TYPE: Final = {
    ImageForm.PNG_8: "image/png",
    ImageForm.PNG_32: "image/png",
    ImageForm.JPEG: "image/jpeg",
    ImageForm.WEBP: "image/webp",
}
# Spellings that capabilities do not list, because they are no media types.
_ALIASES: Final = {"image/png8": ImageForm.PNG_8, "image/png24": ImageForm.PNG_32, "image/jpg": ImageForm.JPEG}
_BY_SPELLING: Final = {name.replace(" ", ""): form for name, form in FORMATS.items()} | _ALIASES


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world and the size at which it is shown.

    Attributes
    ----------
    bbox
        In the system `srid`, x before y whatever its axis order.
    """

    srid: int
    bbox: Bbox
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture looks like besides what it shows.

    Attributes
    ----------
    background
        ``#RRGGBB``.
    scale_factor
        Pixels of the picture to one at 96 dots per inch.
    """

    form: ImageForm
    is_clear: bool
    background: str
    scale_factor: float


# Of a picture that nobody sees.
PLAIN: Final = Look(form=ImageForm.PNG_8, is_clear=True, background="#FFFFFF", scale_factor=1.0)


def frame_read(parameters: Parameters, version: Version) -> Frame:
    """Read CRS (SRS), BBOX, WIDTH and HEIGHT.

    Raises
    ------
    OgcError
        If one of them is missing or out of range.
    """
    crs = crs_read(parameters, version)
    bbox = bbox_read(parameters, crs)
    width, height = size_read(parameters)
    return Frame(srid=crs.srid, bbox=bbox, width_px=width, height_px=height)


def size_read(parameters: Parameters) -> tuple[int, int]:
    """Read WIDTH and HEIGHT."""
    return (
        parameters.whole("WIDTH", low=1, high=conf.MAP_WIDTH_LIMIT_PX),
        parameters.whole("HEIGHT", low=1, high=conf.MAP_HEIGHT_LIMIT_PX),
    )


def look_read(parameters: Parameters) -> Look:
    """Read FORMAT, TRANSPARENT, BGCOLOR and the resolution.

    Raises
    ------
    OgcError
        If one of them has a value that it may not have.
    """
    return Look(
        form=form_read(parameters),
        is_clear=clear_read(parameters),
        background=background_read(parameters),
        scale_factor=scale_factor_read(parameters),
    )


def crs_read(parameters: Parameters, version: Version) -> Crs:
    """Read CRS, in version 1.1.1 SRS, where x always comes first."""
    name = "SRS" if version is Version.V1_1_1 else "CRS"
    crs = crs_parse(parameters.text(name), locator=name)
    return Crs(srid=crs.srid, is_northing_first=False) if version is Version.V1_1_1 else crs


def bbox_read(parameters: Parameters, crs: Crs) -> Bbox:
    """Read BBOX in the axis order of a system, and put x first."""
    text = parameters.text("BBOX")
    parts = text.split(",", _CORNERS)
    if len(parts) != _CORNERS:
        raise InvalidParameterError(f"BBOX={text[:80]!r}: give four numbers with commas between", locator="BBOX")
    low_1, low_2, high_1, high_2 = (_number(part, name="BBOX", limit=conf.MAP_COORDINATE_LIMIT) for part in parts)
    west, south, east, north = (
        (low_2, low_1, high_2, high_1) if crs.is_northing_first else (low_1, low_2, high_1, high_2)
    )
    if not (east - west >= conf.MAP_EXTENT_LEAST and north - south >= conf.MAP_EXTENT_LEAST):
        order = "south, west, north, east" if crs.is_northing_first else "west, south, east, north"
        raise InvalidParameterError(
            f"BBOX={text[:80]!r} has no area: give {order}, sides of {conf.MAP_EXTENT_LEAST:g} or more", locator="BBOX"
        )
    return Bbox(west, south, east, north)


def form_read(parameters: Parameters) -> ImageForm:
    """Read FORMAT."""
    text = parameters.text("FORMAT")
    form = _BY_SPELLING.get(text.replace(" ", "").lower())
    if form is None:
        raise InvalidFormatError(
            f"maps cannot be had as FORMAT={text[:80]!r}; choose one of {', '.join(FORMATS)}", locator="FORMAT"
        )
    return form


def clear_read(parameters: Parameters) -> bool:
    """Read TRANSPARENT."""
    text = parameters.text("TRANSPARENT", default="FALSE")
    if text.upper() not in _TRUTHS:
        raise InvalidParameterError(f"TRANSPARENT={text[:20]!r}: give TRUE or FALSE", locator="TRANSPARENT")
    return _TRUTHS[text.upper()]


def background_read(parameters: Parameters) -> str:
    """Read BGCOLOR, as ``#RRGGBB``."""
    text = parameters.text("BGCOLOR", default="0xFFFFFF")
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise InvalidParameterError(
            f"BGCOLOR={text[:20]!r}: give six hexadecimal digits, such as 0xFFFFFF", locator="BGCOLOR"
        )
    return f"#{found[1].upper()}"


def scale_factor_read(parameters: Parameters) -> float:
    """Read the resolution by any of the names that QGIS sends, as pixels to one at 96 dots per inch."""
    option = _DPI_OPTION.search(parameters.text("FORMAT_OPTIONS", default=""))
    named = {name: parameters.text(name, default="") for name in ("DPI", "MAP_RESOLUTION")}
    named["FORMAT_OPTIONS"] = option[1] if option else ""
    name, text = next(((name, text) for name, text in named.items() if text), ("", ""))
    if not text:
        return 1.0
    dpi = _number(text, name=name, limit=conf.MAP_COORDINATE_LIMIT)
    if dpi not in conf.MAP_DPI:
        raise InvalidParameterError(f"{name}={text[:20]!r}: give dots per inch, {conf.MAP_DPI}", locator=name)
    return dpi / conf.MAP_DEFAULT_DPI


def zoom_read(parameters: Parameters) -> float | None:
    """Read SCALE, the scale denominator of the map that a legend goes with, as a zoom; None where it is not told."""
    text = parameters.text("SCALE", default="")
    if not text:
        return None
    denominator = _number(text, name="SCALE", limit=scale_denominator(0))
    if denominator < 1:
        raise InvalidParameterError(f"SCALE={text[:20]!r}: give a scale denominator, such as 250000", locator="SCALE")
    return math.log2(scale_denominator(0) / denominator)


def _number(text: str, *, name: str, limit: float) -> float:
    number = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    if not abs(number) <= limit:
        raise InvalidParameterError(f"{name}: {text[:40]!r} is no number from {-limit:g} to {limit:g}", locator=name)
    return number
