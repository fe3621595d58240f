"""Coordinates as people read them."""

from django.utils.translation import pgettext

from gisapp.planning.numbers import number

_PLACE_DIGITS = 3
_LINE_DIGITS = 6


def place_text(lon: float, lat: float) -> str:
    """Return a point in degrees, such as ``115,994° BT, 3,431° LS``."""
    return f"{longitude_text(lon, _PLACE_DIGITS)}, {latitude_text(lat, _PLACE_DIGITS)}"


def longitude_text(degrees: float, digits: int = _LINE_DIGITS) -> str:
    """Return a longitude."""
    side = pgettext("longitude", "W") if degrees < 0 else pgettext("longitude", "E")
    return f"{number(abs(degrees), digits)}° {side}"


def latitude_text(degrees: float, digits: int = _LINE_DIGITS) -> str:
    """Return a latitude."""
    side = pgettext("latitude", "S") if degrees < 0 else pgettext("latitude", "N")
    return f"{number(abs(degrees), digits)}° {side}"
