"""What comes of the file of an import: its geometries for a map, and its rejected rows to be mended."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from gisapp.exchange.errors import ImportStateError, MappingError
from gisapp.exchange.imports.kinds import kind_of
from gisapp.exchange.imports.mapping import mapping_parse
from gisapp.exchange.imports.reading import preview_read, rejected_write
from layers.models import DataImport
from layers.selectors.data_imports import rejected_reasons


@dataclass(frozen=True, slots=True)
class NamedStream:
    """A file to be sent; it is gone from the disk as soon as it is closed."""

    name: str
    stream: IO[bytes]


def preview_document(data_import: DataImport) -> dict[str, Any]:
    """Return the geometries of the chosen layer as small GeoJSON.

    Raises
    ------
    ImportStateError
        If no layer is chosen yet.
    MappingError
        If the kind has no geometry, or its CRS is not known.
    """
    kind = kind_of(data_import.kind)
    if not kind.has_geometry:
        raise MappingError(_("Rows of this kind have no geometry: there is nothing to show on a map."))
    _looked_checked(data_import)
    mapping = mapping_parse(data_import.mapping)
    return preview_read(Path(data_import.file.path), layer=data_import.layer, mapping=mapping)


def rejected_file(data_import: DataImport) -> NamedStream:
    """Return the rows that have an error, as the file holds them, with a column of reasons.

    Raises
    ------
    ImportStateError
        If there are none, or nothing was checked yet.
    """
    _looked_checked(data_import)
    reasons = rejected_reasons(data_import)
    if not reasons:
        raise ImportStateError(_("No row was rejected by the last check."))
    with tempfile.TemporaryDirectory(prefix="hilir-rejected-") as folder:
        wanted = Path(folder) / f"{Path(data_import.file_name).stem}-rejected"
        written = rejected_write(Path(data_import.file.path), layer=data_import.layer, reasons=reasons, target=wanted)
        # What is open stays readable when its folder goes.
        return NamedStream(written.name, written.open("rb"))


def _looked_checked(data_import: DataImport) -> None:
    if data_import.look is None:
        raise ImportStateError(_("The file was not looked at yet: do that first."))
