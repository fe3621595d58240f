"""Guess which column of a file is which of our fields, by what people in both languages call them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from gisapp.exchange.importers.registry import ImportKind

_WORDS = re.compile(r"[^a-z0-9]+")


def mapping_guess(kind: ImportKind, looked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping of a layer as far as it can be guessed.

    Parameters
    ----------
    looked
        What the look says of the layer.
    """
    coordinates = looked.get("coordinates")
    places = {name for name in (coordinates or {}).values() if name}
    columns = columns_guess(kind, [field["name"] for field in looked["fields"] if field["name"] not in places])
    crs = looked.get("crs") or {}
    # What the file states needs no telling.
    srid = None if crs.get("stated") or coordinates else crs.get("srid")
    return {
        "columns": columns,
        "crs": f"EPSG:{srid}" if srid else None,
        "coordinates": coordinates,
    }


def columns_guess(kind: ImportKind, columns: Iterable[str]) -> dict[str, str]:
    """Return the column of each field that one is named like; no column is taken for two fields."""
    by_plain = {_plain(column): column for column in reversed(list(columns))}
    found: dict[str, str] = {}
    for name, synonyms in kind.fields.items():
        # Files use some words for other things: such a field takes a column only by choice.
        if synonyms is None:
            continue
        own = next((by_plain[_plain(one)] for one in [name, *synonyms] if _plain(one) in by_plain), None)
        if own is not None and own not in found.values():
            found[name] = own
    return found


def _plain(name: str) -> str:
    """Return a name without case and signs, in which spellings differ."""
    return _WORDS.sub("", name.lower())
