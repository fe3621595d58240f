"""The picture that a request asks for: which part of the world, how large, in which form."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.ogc.crs import Crs, crs_parse
from gisapp.ogc.errors import InvalidFormatError, InvalidParameterError
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.wms.version import Version

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_COLOUR: Final = re.compile(r"(?:0[xX]|#)([0-9a-fA-F]{6})")
_DPI_OPTION: Final = re.compile(r"(?:^|;)dpi:([^;]*)", re.IGNORECASE)
_TRUTHS: Final = {"TRUE": True, "FALSE": False}
_CORNERS: Final = 4


class ImageFormat(StrEnum):
    """The forms in which maps can be had, as capabilities list them; the first is the default."""

    PNG_8 = "image/png"
    PNG_8_NAMED = "image/png; mode=8bit"
    PNG_32 = "image/png; mode=32bit"
    JPEG = "image/jpeg"
    WEBP = "image/webp"

    @property
    def media_type(self) -> str:
        """What the answer says it is."""
        return self.partition(";")[0]


# Spellings that capabilities do not list, because they are no media types.
_ALIASES: Final = {"image/png8": ImageFormat.PNG_8, "image/png24": ImageFormat.PNG_32, "image/jpg": ImageFormat.JPEG}
_BY_SPELLING: Final = {form.replace(" ", ""): form for form in ImageFormat} | _ALIASES


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world and the size at which it is shown.

    Attributes
    ----------
    bbox
        In the system `crs`, x before y whatever its axis order.
    """

    crs: Crs
    bbox: Bbox
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture looks like besides what it shows.

    Attributes
    ----------
    background
        Six hexadecimal digits.
    """

    form: ImageFormat
    is_clear: bool
    background: str
    dpi: float


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
    return Frame(crs=crs, bbox=bbox, width_px=width, height_px=height)


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
        is_clear=_is_clear(parameters),
        background=_background(parameters),
        dpi=_dpi(parameters),
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


def form_read(parameters: Parameters) -> ImageFormat:
    """Read FORMAT."""
    text = parameters.text("FORMAT")
    form = _BY_SPELLING.get(text.replace(" ", "").lower())
    if form is None:
        raise InvalidFormatError(
            f"maps cannot be had as FORMAT={text[:80]!r}; choose one of {', '.join(ImageFormat)}", locator="FORMAT"
        )
    return form


def _is_clear(parameters: Parameters) -> bool:
    text = parameters.text("TRANSPARENT", default="FALSE")
    if text.upper() not in _TRUTHS:
        raise InvalidParameterError(f"TRANSPARENT={text[:20]!r}: give TRUE or FALSE", locator="TRANSPARENT")
    return _TRUTHS[text.upper()]


def _background(parameters: Parameters) -> str:
    text = parameters.text("BGCOLOR", default="0xFFFFFF")
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise InvalidParameterError(
            f"BGCOLOR={text[:20]!r}: give six hexadecimal digits, such as 0xFFFFFF", locator="BGCOLOR"
        )
    return found[1].lower()


def _dpi(parameters: Parameters) -> float:
    """Read the resolution by any of the names that QGIS sends."""
    option = _DPI_OPTION.search(parameters.text("FORMAT_OPTIONS", default=""))
    named = {name: parameters.text(name, default="") for name in ("DPI", "MAP_RESOLUTION")}
    named["FORMAT_OPTIONS"] = option[1] if option else ""
    name, text = next(((name, text) for name, text in named.items() if text), ("", ""))
    if not text:
        return conf.MAP_DEFAULT_DPI
    dpi = _number(text, name=name, limit=conf.MAP_COORDINATE_LIMIT)
    if dpi not in conf.MAP_DPI:
        raise InvalidParameterError(f"{name}={text[:20]!r}: give dots per inch, {conf.MAP_DPI}", locator=name)
    return dpi


def _number(text: str, *, name: str, limit: float) -> float:
    number = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    if not abs(number) <= limit:
        raise InvalidParameterError(f"{name}: {text[:40]!r} is no number from {-limit:g} to {limit:g}", locator=name)
    return number
