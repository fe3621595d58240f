"""A hash of everything that an answer depends on: equal hashes, equal answers."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import numpy as np
import shapely

from gisapp.planning.adapters import PlanningInput
from gisapp.planning.parameters import SitingParameters


def input_hash(given: PlanningInput, *, parameters: SitingParameters, engine_version: str) -> str:
    """Return the SHA-256, in hexadecimal, of parameters, engine, versions of tables and every array.

    Raises
    ------
    TypeError
        If the problem holds something of a kind that has no stable bytes.
    """
    digest = hashlib.sha256()
    head = {"parameters": parameters.as_json(), "engine": engine_version, "versions": dict(given.versions)}
    digest.update(json.dumps(head, sort_keys=True).encode())
    for chunk in _bytes_of(given.problem):
        # The length before each chunk keeps two neighbours from running into each other.
        digest.update(len(chunk).to_bytes(8, "big"))
        digest.update(chunk)
    return digest.hexdigest()


def _bytes_of(value: object) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield from _array_bytes(value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__.encode()
        for field in fields(value):
            yield from _bytes_of(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield str(key).encode()
            yield from _bytes_of(value[key])
    elif isinstance(value, tuple):
        yield str(len(value)).encode()
        for item in value:
            yield from _bytes_of(item)
    elif value is None or isinstance(value, str | bool | int | float):
        yield repr(value).encode()
    else:
        raise TypeError(f"no stable bytes for a {type(value).__name__}")


def _array_bytes(array: "np.typing.NDArray[np.generic]") -> Iterator[bytes]:
    yield f"{array.dtype} {array.shape}".encode()
    if array.dtype == object:
        yield from (b"" if wkb is None else wkb for wkb in shapely.to_wkb(array).ravel())
    else:
        yield np.ascontiguousarray(array).tobytes()
