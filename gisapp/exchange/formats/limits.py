"""What a file may hold; each refusal names the count, the limit and what to do."""

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError


def counts_checked(
    name: str, *, n_rows: int = 0, n_columns: int = 0, geometry: NDArray[np.object_] | None = None
) -> None:
    """Refuse a file, or a layer of it, that holds more than the limits.

    Raises
    ------
    UnreadableFileError
        If so.
    """
    if n_rows > conf.MAX_IMPORT_ROWS:
        message = _("%(path)s has %(rows)d rows; the limit is %(limit)d: import it in parts.")
        raise UnreadableFileError(message % {"path": name, "rows": n_rows, "limit": conf.MAX_IMPORT_ROWS})
    if n_columns > conf.MAX_IMPORT_COLUMNS:
        message = _("%(path)s has %(columns)d columns; the limit is %(limit)d: delete those that are not needed.")
        raise UnreadableFileError(message % {"path": name, "columns": n_columns, "limit": conf.MAX_IMPORT_COLUMNS})
    if geometry is not None:
        _vertices_checked(name, shapely.get_num_coordinates(geometry))


def _vertices_checked(name: str, n_vertices: NDArray[np.int32]) -> None:
    total = int(n_vertices.sum(dtype=np.int64))
    if total > conf.MAX_IMPORT_VERTICES:
        message = _("%(path)s has %(count)d vertices; the limit is %(limit)d: simplify it, or import it in parts.")
        raise UnreadableFileError(message % {"path": name, "count": total, "limit": conf.MAX_IMPORT_VERTICES})
    if n_vertices.size and n_vertices.max() > conf.MAX_IMPORT_ROW_VERTICES:
        message = _("%(path)s, row %(row)d has %(count)d vertices; the limit is %(limit)d: simplify it, or split it.")
        told = {"path": name, "row": int(n_vertices.argmax()) + 1, "count": int(n_vertices.max())}
        raise UnreadableFileError(message % {**told, "limit": conf.MAX_IMPORT_ROW_VERTICES})


def size_checked(name: str, size: int) -> None:
    """Refuse a file of too many bytes.

    Raises
    ------
    UnreadableFileError
        If so.
    """
    if size > conf.MAX_IMPORT_BYTES:
        message = _("%(path)s is %(size)d MiB; the limit is %(limit)d MiB: import it in parts.")
        mib = 2**20
        told = {"path": name, "size": size // mib, "limit": conf.MAX_IMPORT_BYTES // mib}
        raise UnreadableFileError(message % told)
