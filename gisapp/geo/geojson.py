"""Geometries as GeoJSON text, many at a time: written straight from well-known binary by compiled code.

PostGIS and GEOS take several times as long over the digits, which is most of the work for a page of features.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

_F = TypeVar("_F", bound=Callable[..., object])
_Bytes = NDArray[np.uint8]

_POINT, _LINE, _MULTI = 1, 2, 3
_TYPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
_HEADER_BYTES, _COUNT_BYTES, _NUMBER_BYTES = 5, 4, 8
_NULL = b"null"

_LEFT, _RIGHT, _COMMA, _POINT_SIGN, _MINUS, _ZERO = (ord(sign) for sign in "[],.-0")
# No number takes more than 22 signs with its comma, and each comes of eight bytes.
_SIGNS_PER_BYTE = 3
_SIGNS_MORE = 64
_LARGEST = 9.0e18
_LONGEST = 20
_SCALES = 10.0 ** np.arange(16)
_TEN = np.uint64(10)


def _texts(words: Sequence[str]) -> tuple[_Bytes, NDArray[np.int64]]:
    """Return words laid end to end, and where each begins and ends."""
    ends = np.cumsum([0, *map(len, words)])
    return np.frombuffer("".join(words).encode(), dtype=np.uint8), ends


_BEFORE, _BEFORE_ENDS = _texts([f'{{"type":"{name}","coordinates":' for name in _TYPES])


def geojson_texts(wkb: Sequence[bytes | None], *, digits: int) -> list[bytes]:
    """Return geometries as GeoJSON.

    Parameters
    ----------
    wkb
        Well-known binary, little-endian, in two dimensions: points, lines, polygons, or several of a kind.
    digits
        Decimal places of a coordinate at most; zeros at its end are left out.

    Returns
    -------
    list of bytes
        ``null`` where there is no geometry, or one with a coordinate that is not finite.

    Raises
    ------
    ValueError
        If one is of another kind.

    References
    ----------
    RFC 7946, The GeoJSON Format, 2016; OGC 06-103r4, Simple Feature Access 1, section 8 (well-known binary).

    Examples
    --------
    >>> import shapely
    >>> geojson_texts([shapely.to_wkb(shapely.Point(114.5, -3)), None], digits=7)
    [b'{"type":"Point","coordinates":[114.5,-3]}', b'null']
    """
    ends = np.zeros(len(wkb) + 1, dtype=np.int64)
    np.cumsum([len(one) if one else 0 for one in wkb], out=ends[1:])
    read = np.frombuffer(b"".join(one for one in wkb if one), dtype=np.uint8)
    written = np.empty(_SIGNS_PER_BYTE * len(read) + _SIGNS_MORE * len(wkb), dtype=np.uint8)
    until = _write_all(read, ends, written, digits)
    if until[-1] < 0:
        raise ValueError("only points, lines and polygons in two dimensions can be written, little-endian")
    text = written[: until[-1]].tobytes()
    places = until.tolist()
    return [text[start:end] or _NULL for start, end in pairwise(places)]


def _compiled(function: _F) -> _F:
    return cast("_F", numba.njit(nogil=True, cache=True)(function))


@_compiled
def _write_all(read: _Bytes, ends: NDArray[np.int64], written: _Bytes, digits: int) -> NDArray[np.int64]:
    """Write each geometry after the one before; return where each ends, -1 last if one cannot be written."""
    until = np.zeros(len(ends), dtype=np.int64)
    to = 0
    for index in range(len(ends) - 1):
        if ends[index] < ends[index + 1]:
            end = _write_geometry(read, ends[index], written, to, digits)
            if end == _UNKNOWN:
                until[-1] = -1
                return until
            to = end if end != _NOT_FINITE else to
        until[index + 1] = to
    return until


_UNKNOWN, _NOT_FINITE = -1, -2


@_compiled
def _write_geometry(read: _Bytes, at: int, written: _Bytes, to: int, digits: int) -> int:
    """Write the geometry at a place; return where its text ends."""
    kind = _whole(read, at + 1)
    if read[at] != 1 or not 1 <= kind <= len(_TYPES):
        return _UNKNOWN
    for place in range(_BEFORE_ENDS[kind - 1], _BEFORE_ENDS[kind]):
        written[to] = _BEFORE[place]
        to += 1
    at += _HEADER_BYTES
    if kind > _MULTI:
        n_parts = _whole(read, at)
        at += _COUNT_BYTES
        written[to] = _LEFT
        to += 1
        for part in range(n_parts):
            to = _comma(written, to, part)
            at, to = _write_part(read, at + _HEADER_BYTES, written, to, kind - _MULTI, digits)
            if to < 0:
                return _NOT_FINITE
        written[to] = _RIGHT
        to += 1
    else:
        at, to = _write_part(read, at, written, to, kind, digits)
        if to < 0:
            return _NOT_FINITE
    written[to] = _CLOSE
    return to + 1


_CLOSE = ord("}")


@_compiled
def _write_part(read: _Bytes, at: int, written: _Bytes, to: int, kind: int, digits: int) -> tuple[int, int]:
    """Write the coordinates of a point, line or polygon without its header; return where both end."""
    if kind == _POINT:
        return _write_position(read, at, written, to, digits)
    if kind == _LINE:
        return _write_line(read, at, written, to, digits)
    n_rings = _whole(read, at)
    at += _COUNT_BYTES
    written[to] = _LEFT
    to += 1
    for ring in range(n_rings):
        to = _comma(written, to, ring)
        at, to = _write_line(read, at, written, to, digits)
        if to < 0:
            return at, to
    written[to] = _RIGHT
    return at, to + 1


@_compiled
def _write_line(read: _Bytes, at: int, written: _Bytes, to: int, digits: int) -> tuple[int, int]:
    n_points = _whole(read, at)
    at += _COUNT_BYTES
    written[to] = _LEFT
    to += 1
    for point in range(n_points):
        to = _comma(written, to, point)
        at, to = _write_position(read, at, written, to, digits)
        if to < 0:
            return at, to
    written[to] = _RIGHT
    return at, to + 1


@_compiled
def _write_position(read: _Bytes, at: int, written: _Bytes, to: int, digits: int) -> tuple[int, int]:
    scale = _SCALES[digits]
    x, y = _number(read, at) * scale, _number(read, at + _NUMBER_BYTES) * scale
    at += 2 * _NUMBER_BYTES
    if not (abs(x) < _LARGEST and abs(y) < _LARGEST):
        return at, _NOT_FINITE
    written[to] = _LEFT
    to = _write_number(written, to + 1, int(np.rint(x)), digits)
    written[to] = _COMMA
    to = _write_number(written, to + 1, int(np.rint(y)), digits)
    written[to] = _RIGHT
    return at, to + 1


@_compiled
def _write_number(written: _Bytes, to: int, scaled: int, digits: int) -> int:
    """Write a whole number with a point before its last digits, less the zeros at the end of those."""
    if scaled < 0:
        written[to] = _MINUS
        to += 1
        scaled = -scaled
    rest = np.uint64(scaled)
    end = to + _length(rest, digits)
    point = end - 1 - digits
    rest = _write_digits(rest, written, point + 1, end)
    written[point] = _POINT_SIGN
    _write_digits(rest, written, to, point)
    while written[end - 1] == _ZERO:
        end -= 1
    return end - 1 if written[end - 1] == _POINT_SIGN else end


@_compiled
def _write_digits(number: np.uint64, written: _Bytes, start: int, end: int) -> np.uint64:
    """Write the last digits of a number between two places; return the number before them."""
    for place in range(end - 1, start - 1, -1):
        tenth = number // _TEN
        written[place] = _ZERO + number - tenth * _TEN
        number = tenth
    return number


@_compiled
def _length(number: np.uint64, digits: int) -> int:
    """Return how many signs a number takes that has so many digits behind the point."""
    length, limit = digits + 2, _TEN * np.uint64(_SCALES[digits])
    while number >= limit and length < _LONGEST:
        limit *= _TEN
        length += 1
    return length


@_compiled
def _comma(written: _Bytes, to: int, index: int) -> int:
    if index == 0:
        return to
    written[to] = _COMMA
    return to + 1


@_compiled
def _whole(read: _Bytes, at: int) -> int:
    """Read a number of four bytes."""
    low = np.int64(read[at]) | np.int64(read[at + 1]) << 8
    return int(low | np.int64(read[at + 2]) << 16 | np.int64(read[at + 3]) << 24)


@_compiled
def _number(read: _Bytes, at: int) -> float:
    """Read a number of eight bytes, wherever it lies."""
    bits = np.int64(_whole(read, at) | _whole(read, at + 4) << 32)
    return bits.view(np.float64)
