"""Shapefile: several files of one name, loose beside each other or in a zip, in any folder of it."""

import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.archive import ODD_SIGNS
from gisapp.exchange.formats.base import Head, Layer, Note, Place
from gisapp.exchange.formats.gdal import GdalFormat
from gisapp.exchange.formats.writing import layer_write, suffixed

MAGIC = b"\x00\x00\x27\x0a"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_FALLBACK_ENCODING = "CP1252"
_HEADER_LENGTH_AT = slice(8, 10)


class Shapefile(GdalFormat):
    """Shapefile."""

    code, title, suffix = "shapefile", "Shapefile", ".shp"
    driver = "ESRI Shapefile"

    def recognises(self, head: Head) -> bool:
        """Tell by the mark of its main file, or a folder by holding one."""
        return bool(shapefiles_in(head.path)) if head.path.is_dir() else head.start.startswith(MAGIC)

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the names of the Shapefiles of a folder."""
        return tuple(_names(path)) if path.is_dir() else ("",)

    def read(self, place: Place) -> Layer:
        """Return the rows; where no .cpg tells the encoding, it is found out.

        Raises
        ------
        UnreadableFileError
            If it does not open.
        """
        main = _names(place.path)[place.layer] if place.path.is_dir() else place.path
        found = super().read(Place(main, ""))
        notes = found.notes
        if _part(main, ".dbf") is None:
            notes += (Note("no_attributes", _("It has no .dbf, so no columns: zip all its files together.")),)
        elif _part(main, ".cpg") is None and _encoding(main) == _FALLBACK_ENCODING:
            text = _("Nothing tells its encoding (.cpg); its names were read as %(encoding)s.")
            notes += (Note("encoding_guessed", text % {"encoding": "Windows-1252"}),)
        return replace(found, notes=notes)

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason, as a zip."""
        written = suffixed(target, ".zip")
        with tempfile.TemporaryDirectory() as folder:
            main = Path(folder) / f"{ODD_SIGNS.sub('_', target.stem)}.shp"
            layer_write(self.read(place), reasons=reasons, target=main, driver=self.driver)
            with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
                for part in sorted(main.parent.iterdir()):
                    archive.write(part, part.name)
        return written

    def open_options(self, path: Path) -> dict[str, Any]:
        """Return the encoding of the names where the file does not tell it."""
        return {} if _part(path, ".cpg") or not _part(path, ".dbf") else {"encoding": _encoding(path)}


def shapefiles_in(folder: Path) -> list[Path]:
    """Return the main files of all Shapefiles in a folder and those in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".shp" and path.is_file())


def _names(folder: Path) -> dict[str, Path]:
    """Return the main files by name; with their folder where two have one name."""
    found = shapefiles_in(folder)
    stems = [path.stem for path in found]
    return {
        path.stem if stems.count(path.stem) == 1 else str(path.relative_to(folder).with_suffix("")): path
        for path in found
    }


def _part(main: Path, suffix: str) -> Path | None:
    return next((path for path in (main.with_suffix(suffix), main.with_suffix(suffix.upper())) if path.is_file()), None)


def _encoding(main: Path) -> str:
    """Return UTF-8 where all cells are, else what Windows writes in western scripts."""
    table = _part(main, ".dbf")
    if table is None:
        raise UnreadableFileError(_("%(file)s has no .dbf.") % {"file": main.name})
    content = table.read_bytes()
    start = int.from_bytes(content[_HEADER_LENGTH_AT], "little")
    try:
        content[start:].decode("utf-8")
    except UnicodeDecodeError:
        return _FALLBACK_ENCODING
    return "UTF-8"
