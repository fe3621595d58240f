"""Road graphs kept on disk, for every process and for after a restart.

One folder a graph, named after everything that it depends on; in it one file an array, which is mapped
into memory and so shared by the processes of a machine, and a manifest with a checksum of each. A folder
appears whole or not at all. One that is damaged is built again, and a disk that cannot be written to
costs time only: the graph is then built in every process.
"""

import hashlib
import json
import logging
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from gisapp.siting.network import RoadGraph
from gisapp.siting.sections import Pieces, Sections
from gisapp.siting.shortest_paths import Arcs

logger = logging.getLogger(__name__)

# Two seasons and a few cell sizes, of this road table and the last.
MOST_KEPT = 8
_MANIFEST = "manifest.json"
_PARTS: Mapping[str, type] = {"arcs": Arcs, "arcs_back": Arcs, "sections": Sections, "pieces": Pieces}
_Array = NDArray[np.generic]


def road_graph_for(depends_on: Sequence[object], *, build: Callable[[], RoadGraph]) -> RoadGraph:
    """Return the graph of this key from the disk, or build it and keep it there.

    Parameters
    ----------
    depends_on
        Everything that the graph follows from, in words or numbers: versions of tables, season, speeds.
    """
    key = hashlib.sha256(json.dumps([str(part) for part in depends_on]).encode()).hexdigest()
    place = _folder() / key
    kept = _load(place)
    if kept is not None:
        return kept
    built = build()
    try:
        _save(built, place)
    except OSError as error:
        logger.warning("the road graph is not kept in %s: %s", place.parent, error)
    return built


def _folder() -> Path:
    return Path(settings.STATE_DIR) / "cache" / "road_graphs"


def _arrays_of(part: Any, prefix: str = "") -> Iterator[tuple[str, _Array]]:
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            yield from _arrays_of(value, f"{prefix}{field.name}.")
        elif isinstance(value, np.ndarray):
            yield f"{prefix}{field.name}", value


def _graph_of(arrays: Mapping[str, _Array], off_road_speed_km_h: float) -> RoadGraph:
    """Put a graph together again.

    Raises
    ------
    TypeError
        If it is not the arrays of today's graph.
    """
    named: dict[str, dict[str, Any]] = {part: {} for part in ("", *_PARTS)}
    for name, array in arrays.items():
        part, _, field = name.rpartition(".")
        named.setdefault(part, {})[field] = array
    parts = {part: kind(**named[part]) for part, kind in _PARTS.items()}
    return RoadGraph(**parts, **named[""], off_road_speed_km_h=off_road_speed_km_h)


def _save(graph: RoadGraph, place: Path) -> None:
    """Write beside the place and move there, so that no other process sees half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft, damaged = (place.with_name(f"{uuid.uuid4().hex}.{word}") for word in ("draft", "damaged"))
    draft.mkdir()
    try:
        checksum = {}
        for name, array in _arrays_of(graph):
            np.save(draft / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
            checksum[name] = _checksum(draft / f"{name}.npy")
        manifest = {"off_road_speed_km_h": graph.off_road_speed_km_h, "checksum": checksum}
        (draft / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        if place.exists():
            place.rename(damaged)
        draft.rename(place)
    finally:
        for leftover in (draft, damaged):
            shutil.rmtree(leftover, ignore_errors=True)
    _forget_old(place.parent)


def _load(place: Path) -> RoadGraph | None:
    """Return what is kept, or None where there is nothing or it is damaged."""
    if not place.exists():
        return None
    try:
        manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        arrays = {name: _mapped(place / f"{name}.npy", expected) for name, expected in manifest["checksum"].items()}
        graph = _graph_of(arrays, float(manifest["off_road_speed_km_h"]))
        # Used just now: the last to be forgotten.
        place.touch()
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        logger.warning("the road graph kept in %s is built again: %s", place, error)
        return None
    return graph


def _mapped(file: Path, expected: int) -> _Array:
    """Map an array into memory.

    Raises
    ------
    ValueError
        If it is not what was written.
    """
    if _checksum(file) != expected:
        raise ValueError(f"{file.name} is damaged")
    # Copy on write, because compiled searches tell read-only arrays apart and would be compiled twice.
    array = np.load(file, mmap_mode="c", allow_pickle=False)
    return np.asarray(array)


def _checksum(file: Path) -> int:
    return zlib.crc32(file.read_bytes())


def _forget_old(folder: Path) -> None:
    """Remove all but the graphs used last, and what was left half written."""
    kept = sorted(folder.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
    for place in kept[MOST_KEPT:]:
        shutil.rmtree(place, ignore_errors=True)
