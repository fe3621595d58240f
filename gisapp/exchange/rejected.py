"""Give back the rows that were not taken, in the format they came in, each with its reason."""

from collections.abc import Mapping
from pathlib import Path

from gisapp.exchange.formats.opening import opened
from gisapp.exchange.table import layer_chosen


def rejected_write(path: Path, layer: str | None, reasons: Mapping[int, str], target: Path) -> Path:
    """Write the rows that have a reason, as the file has them, to be mended and sent again.

    Parameters
    ----------
    reasons
        By number of the row; it becomes the column `hilir_note`, which an import passes over.
    target
        Where to write; the suffix of the format is added.

    Returns
    -------
    Path
        What was written: of the same format; a GeoPackage for a geodatabase, GPX or DXF, and GeoJSON for TopoJSON,
        which have no room for it.

    Raises
    ------
    UnreadableFileError
        If the file does not open any more.
    """
    with opened(path) as file:
        chosen = layer_chosen(file, path=path, wanted=layer)
        return file.format.write_refused(chosen, reasons=reasons, target=target)
