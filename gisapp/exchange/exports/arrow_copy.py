"""Rows of PostgreSQL as Arrow columns: the binary form of COPY is taken apart by compiled code.

A row of Python objects costs more than the query that made it; here no value ever becomes one.

References
----------
PostgreSQL documentation, COPY, "Binary Format"; Apache Arrow, columnar format 1.4.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_F = TypeVar("_F", bound=Callable[..., object])
_Bytes = NDArray[np.uint8]
_Places = NDArray[np.int64]

# Signature, flags and the length of an extension that nothing uses.
_HEADER_BYTES = 19
# PostgreSQL counts from the year 2000, Arrow from 1970.
_EPOCH_DAYS = 10_957
_EPOCH_US = _EPOCH_DAYS * 86_400_000_000
_NULL = -1
# What a number of 16 or 32 bits is short of where its first bit, the sign, is set.
_SIGN_16, _SIGN_32 = 1 << 16, 1 << 32


def record_batch(copied: bytes, schema: pa.Schema) -> pa.RecordBatch:
    """Return what COPY TO STDOUT (FORMAT BINARY) gave as a batch.

    Parameters
    ----------
    schema
        A field for each column: ``string`` for text, ``binary`` for bytea, ``int64`` for bigint, ``float64`` for
        double precision, ``bool_``, ``date32`` and ``timestamp("us")`` for what they are called in SQL.

    Raises
    ------
    ValueError
        If the rows do not have as many columns as the schema.
    """
    data = np.frombuffer(copied, dtype=np.uint8)
    starts, lengths = _places(data, len(schema))
    if len(starts) and starts[0, 0] < 0:
        raise ValueError(f"the rows do not have {len(schema)} columns each")
    columns = [
        _array(data, starts[:, index].copy(), lengths[:, index].copy(), field.type)
        for index, field in enumerate(schema)
    ]
    return pa.record_batch(columns, schema=schema)


def _array(data: _Bytes, starts: _Places, lengths: _Places, kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        return _of_bytes(data, starts, lengths, kind)
    is_null = lengths == _NULL
    if pa.types.is_boolean(kind):
        return pa.array(_gather(data, starts, lengths, 1)[:, 0].astype(bool), kind, mask=is_null)
    if pa.types.is_date32(kind):
        days = _gather(data, starts, lengths, 4).view(">i4")[:, 0].astype(np.int32) + np.int32(_EPOCH_DAYS)
        return pa.array(days, pa.int32(), mask=is_null).cast(kind)
    wide = _gather(data, starts, lengths, 8)
    if pa.types.is_float64(kind):
        return pa.array(wide.view(">f8")[:, 0].astype(np.float64), kind, mask=is_null)
    whole = wide.view(">i8")[:, 0].astype(np.int64)
    if pa.types.is_timestamp(kind):
        return pa.array(whole + _EPOCH_US, pa.int64(), mask=is_null).cast(kind)
    return pa.array(whole, kind, mask=is_null)


def _of_bytes(data: _Bytes, starts: _Places, lengths: _Places, kind: pa.DataType) -> pa.Array:
    offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(np.maximum(lengths, 0), out=offsets[1:])
    is_valid = np.packbits(lengths != _NULL, bitorder="little")
    content = _joined(data, starts, lengths, int(offsets[-1]))
    buffers: list[Any] = [pa.py_buffer(part) for part in (is_valid, offsets, content)]
    return pa.Array.from_buffers(kind, len(lengths), buffers)


def _compiled(function: _F) -> _F:
    return cast("_F", numba.njit(nogil=True, cache=True)(function))


@_compiled
def _places(data: _Bytes, n_columns: int) -> tuple[_Places, _Places]:
    """Return where each value begins and how long it is, shape (rows, columns); -1 where rows are of another width."""
    n_rows = 0
    at = _HEADER_BYTES
    while at + 2 <= len(data) and _short(data, at) == n_columns:
        at += 2
        for _column in range(n_columns):
            at += 4 + max(_long(data, at), 0)
        n_rows += 1
    if at + 2 > len(data) or _short(data, at) != _NULL:
        return np.full((1, n_columns), _NULL), np.full((1, n_columns), _NULL)
    starts = np.empty((n_rows, n_columns), dtype=np.int64)
    lengths = np.empty((n_rows, n_columns), dtype=np.int64)
    at = _HEADER_BYTES
    for row in range(n_rows):
        at += 2
        for column in range(n_columns):
            length = _long(data, at)
            starts[row, column], lengths[row, column] = at + 4, length
            at += 4 + max(length, 0)
    return starts, lengths


@_compiled
def _gather(data: _Bytes, starts: _Places, lengths: _Places, width: int) -> _Bytes:
    """Return values of one width, shape (rows, width); zeros for NULL."""
    found = np.zeros((len(starts), width), dtype=np.uint8)
    for row in range(len(starts)):
        if lengths[row] == width:
            for place in range(width):
                found[row, place] = data[starts[row] + place]
    return found


@_compiled
def _joined(data: _Bytes, starts: _Places, lengths: _Places, total: int) -> _Bytes:
    """Return values of any length end to end."""
    found = np.empty(total, dtype=np.uint8)
    at = 0
    for row in range(len(starts)):
        if lengths[row] > 0:
            found[at : at + lengths[row]] = data[starts[row] : starts[row] + lengths[row]]
            at += lengths[row]
    return found


@_compiled
def _short(data: _Bytes, at: int) -> int:
    number = np.int64(data[at]) << 8 | np.int64(data[at + 1])
    return int(number - _SIGN_16 if number >= _SIGN_16 // 2 else number)


@_compiled
def _long(data: _Bytes, at: int) -> int:
    high = np.int64(data[at]) << 24 | np.int64(data[at + 1]) << 16
    number = high | np.int64(data[at + 2]) << 8 | np.int64(data[at + 3])
    return int(number - _SIGN_32 if number >= _SIGN_32 // 2 else number)
