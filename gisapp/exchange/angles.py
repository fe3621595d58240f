"""Degrees as people write them: decimal, or with minutes and seconds, signs, and letters in two languages."""

import math
import re
from dataclasses import dataclass

from gisapp.exchange.formats.decimals import is_comma_number, point_written

# Whether a letter is of longitude or latitude, and its sign: lintang selatan, lintang utara, bujur timur, bujur barat.
_LETTERS = {
    "N": ("lat", 1), "LU": ("lat", 1), "U": ("lat", 1), "NORTH": ("lat", 1), "UTARA": ("lat", 1),
    "S": ("lat", -1), "LS": ("lat", -1), "SOUTH": ("lat", -1), "SELATAN": ("lat", -1),
    "E": ("lon", 1), "BT": ("lon", 1), "T": ("lon", 1), "EAST": ("lon", 1), "TIMUR": ("lon", 1),
    "W": ("lon", -1), "BB": ("lon", -1), "B": ("lon", -1), "WEST": ("lon", -1), "BARAT": ("lon", -1),
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", flags=re.ASCII)
_SIGNS = re.compile(r"[\d\s.,*:'`\"d\u00b0\u00ba\u02da\u00b4\u2018\u2019\u201c\u201d\u2032\u2033-]*", flags=re.ASCII)
_LONGEST = 40
_PARTS = 3
_SIXTIETHS = 60.0


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle in degrees, and which axis its letters say it is of: lon, lat, or empty."""

    degrees: float
    axis: str = ""


def angle_parse(text: str) -> Angle | None:
    r"""Return the angle that a text writes; None where it writes none.

    Examples
    --------
    >>> angle_parse("3°19'12\"S"), angle_parse("114 35 30 BT"), angle_parse("-3,32")
    (Angle(degrees=-3.32, axis='lat'), Angle(degrees=114.59166666666667, axis='lon'), Angle(degrees=-3.32, axis=''))
    """
    text = text.strip()
    plain = number_parse(text)
    if plain is not None:
        return Angle(plain)
    if not text or len(text) > _LONGEST:
        return None
    axis, sign, rest = _letters_taken(text)
    degrees = _sexagesimal(rest.strip())
    if degrees is None or (axis and degrees < 0 and sign > 0):
        return None
    return Angle(sign * abs(degrees) if axis else degrees, axis)


def number_parse(text: str) -> float | None:
    """Return the number that a text writes, with a point or a comma before its decimals; None where it is none.

    Examples
    --------
    >>> number_parse("9.631.250,5"), number_parse("114.59"), number_parse("nan")
    (9631250.5, 114.59, None)
    """
    text = text.strip()
    if not text.isascii():
        text = text.replace("\u2212", "-").replace("\u00a0", "")
    try:
        # Without a comma, one point is before decimals; several are between thousands.
        number = float(text) if text.count(".") <= 1 and "," not in text else float(_pointed(text))
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _pointed(text: str) -> str:
    if not is_comma_number(text):
        raise ValueError
    return point_written(text)


def _letters_taken(text: str) -> tuple[str, int, str]:
    """Return axis and sign of the letters of a text, and the text without them."""
    found = [one for one in _WORD.finditer(text) if one.group().upper() in _LETTERS]
    if len(found) != 1:
        return "", 1, text
    axis, sign = _LETTERS[found[0].group().upper()]
    return axis, sign, text[: found[0].start()] + " " + text[found[0].end() :]


def _sexagesimal(text: str) -> float | None:
    """Return the degrees of up to three numbers: degrees, minutes, seconds."""
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-")
    if not _SIGNS.fullmatch(text):
        return None
    numbers = _NUMBER.findall(text)
    if not 1 <= len(numbers) <= _PARTS or any(not one.isdigit() for one in numbers[:-1]):
        return None
    degrees, minutes, seconds = (*(float(one.replace(",", ".")) for one in numbers), 0.0, 0.0)[:_PARTS]
    # 60 itself is what rounding makes of a little less.
    if minutes > _SIXTIETHS or seconds > _SIXTIETHS:
        return None
    return sign * (degrees + minutes / _SIXTIETHS + seconds / _SIXTIETHS**2)
