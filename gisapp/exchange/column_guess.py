"""Guess which columns of a file hold coordinates: by what they are called, and by where their numbers would lie."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.coordinates import CoordinateColumns, numbers_of, pairs_read, wkt_read
from gisapp.exchange.crs_guess import CrsGuess, Extents, crs_guess
from gisapp.exchange.stated_crs import StatedCrs
from gisapp.geo.crs import WGS84

_X_WORDS = frozenset(
    {"x", "lon", "long", "lng", "longitude", "bujur", "bt", "bujurtimur", "easting", "east", "e", "timur"}
)
_Y_WORDS = frozenset(
    {"y", "lat", "latitude", "lintang", "ls", "lu", "lintangselatan", "lintangutara", "northing", "north", "n", "utara"}
)
_BOTH_WORDS = re.compile(r"ko?ord|coor|lat.?lo?n|lokasi|location|posisi|position|gps|letak", flags=re.IGNORECASE)
# koordx, x_coordinate, xkoord
_AXIS_BY_COORD = re.compile(r"([xy])(?:ko?ord|coor)\w*|(?:ko?ord|coor)(?:inate?s?|inat|s)?([xy])", flags=re.IGNORECASE)
_TOKENS = re.compile(r"[A-Za-z]+|\d+")
_WKT = re.compile(r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\(", flags=re.IGNORECASE)
# Of the cells that are filled, so many must be coordinates.
_LEAST_SHARE = 0.5
_NOWHERE = StatedCrs()


@dataclass(frozen=True, slots=True)
class CoordinateGuess:
    """Columns that may hold coordinates.

    Attributes
    ----------
    columns
        As they are to be read: where the guess is that x and y are the wrong way round, they are exchanged in it.
    crs
        In which CRS, why, and whether x and y are the wrong way round in the file.
    valid, filled
        Of the rows looked at, how many have coordinates there, and how many have anything.
    """

    columns: CoordinateColumns
    crs: CrsGuess
    valid: int
    filled: int


def coordinate_guesses(columns: Mapping[str, Sequence[Any]], *, extents: Extents) -> tuple[CoordinateGuess, ...]:
    """Return the columns that may hold coordinates, the likeliest first."""
    step = max(1, max(map(len, columns.values()), default=0) // conf.IMPORT_GUESS_ROWS)
    looked = {name: values[::step] for name, values in columns.items()}
    found = [*_by_text(looked, extents), *_by_pair(looked, extents), *_by_cell(looked, extents)]
    return tuple(sorted(found, key=_rank, reverse=True))


def places_of(geometry: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return one place, (n, 2), of each of some geometries spread over all: the middle of its bounds."""
    step = max(1, len(geometry) // conf.IMPORT_GUESS_ROWS)
    bounds = shapely.bounds(geometry[::step])
    return np.column_stack([bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)])


def _rank(guess: CoordinateGuess) -> tuple[int, bool, bool, int]:
    return guess.crs.inside, guess.crs.srid == WGS84, not guess.crs.is_swapped, guess.valid


def _by_text(columns: Mapping[str, Sequence[Any]], extents: Extents) -> Iterator[CoordinateGuess]:
    for name, values in columns.items():
        filled = [value for value in values if value is not None]
        n_texts = sum(isinstance(value, str) and _WKT.match(value) is not None for value in filled)
        if n_texts and n_texts >= _LEAST_SHARE * len(filled):
            geometry = wkt_read(filled)
            crs = crs_guess(places_of(geometry), stated=_NOWHERE, extents=extents)
            chosen = CoordinateColumns(wkt=name, srid=_told(crs), is_swapped=crs.is_swapped)
            yield CoordinateGuess(chosen, crs, int((~shapely.is_missing(geometry)).sum()), len(filled))


def _by_pair(columns: Mapping[str, Sequence[Any]], extents: Extents) -> Iterator[CoordinateGuess]:
    for x, y in _pairs(list(columns)):
        guess = _tried(columns[x], columns[y], extents)
        if guess is not None:
            crs, valid, filled = guess
            names = (y, x) if crs.is_swapped else (x, y)
            yield CoordinateGuess(CoordinateColumns(*names, srid=_told(crs)), crs, valid, filled)


def _by_cell(columns: Mapping[str, Sequence[Any]], extents: Extents) -> Iterator[CoordinateGuess]:
    for name, values in columns.items():
        if not _BOTH_WORDS.search(name) or not any(isinstance(value, str) for value in values):
            continue
        guess = _tried(*pairs_read(values), extents)
        if guess is not None:
            crs, valid, filled = guess
            yield CoordinateGuess(
                CoordinateColumns(name, name, srid=_told(crs), is_swapped=crs.is_swapped), crs, valid, filled
            )


def _tried(x_cells: Sequence[Any], y_cells: Sequence[Any], extents: Extents) -> tuple[CrsGuess, int, int] | None:
    """Return the guess for two columns, and how many of their cells are coordinates; None where too few are."""
    filled = sum(x is not None or y is not None for x, y in zip(x_cells, y_cells, strict=True))
    xy = np.column_stack(numbers_of(x_cells, y_cells))
    valid = int(np.isfinite(xy).all(axis=1).sum())
    if not valid or valid < _LEAST_SHARE * filled:
        return None
    return crs_guess(xy, stated=_NOWHERE, extents=extents), valid, filled


def _told(crs: CrsGuess) -> int | None:
    return None if crs.srid == WGS84 else crs.srid


def _pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield columns that are x and y of one thing: alike but for the word of the axis, or the first left over."""
    axes = {name: _axis(name) for name in names}
    northings = [name for name in names if axes[name][0] == "y"]
    for name in names:
        axis, rest = axes[name]
        if axis == "x" and northings:
            other = next((one for one in northings if axes[one][1] == rest), None)
            if other is None:
                place = names.index(name)
                other = min(northings, key=lambda one: abs(names.index(one) - place))
            northings.remove(other)
            yield name, other
    for first, second in pairwise(names):
        if axes[first][0] == axes[second][0] == "" and _is_counted_pair(first, second):
            yield first, second


def _axis(name: str) -> tuple[str, tuple[str, ...]]:
    """Return which axis a column is named for, and the other words of its name."""
    tokens = [token.lower() for token in _TOKENS.findall(name)]
    for place, token in enumerate(tokens):
        rest = (*tokens[:place], *tokens[place + 1 :])
        if token in _X_WORDS | _Y_WORDS:
            return ("x" if token in _X_WORDS else "y"), rest
        found = _AXIS_BY_COORD.fullmatch(token)
        if found is not None:
            return (found.group(1) or found.group(2)), rest
    return "", tuple(tokens)


def _is_counted_pair(first: str, second: str) -> bool:
    """Tell whether two names differ only in being the first and the second of coordinates."""
    return (
        bool(_BOTH_WORDS.search(first))
        and first != second
        and re.sub(r"[12]$", "", first) == re.sub(r"[12]$", "", second)
    )
