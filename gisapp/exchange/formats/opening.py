"""Open a file: tell its format by its content, unpack it if it is zipped, give it a harmless name."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.archive import ODD_SIGNS, ZIP_MAGIC, unpack
from gisapp.exchange.formats.base import HEAD_BYTES, Format, Head
from gisapp.exchange.formats.delimited import Delimited, is_text, text_decoded
from gisapp.exchange.formats.dxf import Dxf
from gisapp.exchange.formats.filegdb import FileGeodatabase
from gisapp.exchange.formats.flatgeobuf import FlatGeobuf
from gisapp.exchange.formats.geojson import GeoJson, GeoJsonSequence
from gisapp.exchange.formats.geopackage import GeoPackage
from gisapp.exchange.formats.geoparquet import GeoParquet
from gisapp.exchange.formats.geotiff import GeoTiff
from gisapp.exchange.formats.gpx import Gpx
from gisapp.exchange.formats.kml import Kml
from gisapp.exchange.formats.limits import size_checked
from gisapp.exchange.formats.shapefile import PARTS, Shapefile
from gisapp.exchange.formats.spreadsheet import Spreadsheet
from gisapp.exchange.formats.topojson import TopoJson
from gisapp.exchange.formats.xml_head import root_name

_SHAPEFILE, _GEODATABASE, _SPREADSHEET = Shapefile(), FileGeodatabase(), Spreadsheet()
# The first that recognises a file reads it: those with a mark of their own before those of text.
FORMATS: Sequence[Format] = (
    GeoTiff(), _SHAPEFILE, GeoPackage(), FlatGeobuf(), GeoParquet(), _SPREADSHEET,
    Kml(), Gpx(), TopoJson(), GeoJson(), GeoJsonSequence(), Dxf(), Delimited(),
)  # fmt: skip
_BLANKS = "\ufeff \t\r\n"
# Files that people have and that are not read: how they begin, and what to do.
_OTHERS = {
    b"AC10": "DWG",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"AutoCAD Binary DXF": "binary DXF",
    b"\x1f\x8b": "gzip",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, or what a zip held, with its format.

    Attributes
    ----------
    path
        Where the content lies: a file or a folder, gone when the context ends.
    name
        What to call the one layer of a file that names none.
    """

    format: Format
    path: Path
    name: str


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a file of any format that is read.

    Raises
    ------
    UnreadableFileError
        If it is missing, too large, of another format, or a zip that is not harmless.
    """
    # Whatever GDAL would fetch or unpack by a name of its own is no file here.
    if not path.is_file():
        raise UnreadableFileError(_("There is no file %(path)s: check its name and folder.") % {"path": path})
    size_checked(path.name, path.stat().st_size)
    with tempfile.TemporaryDirectory(prefix="hilir-import-") as temporary:
        folder = Path(temporary)
        head = _head(path)
        if head.start.startswith(ZIP_MAGIC) and not _SPREADSHEET.recognises(head):
            unpack(path, folder)
            yield _in_folder(folder, path)
        else:
            found = _format_of(path, head)
            yield Opened(found, _renamed(path, folder, found), path.stem)


def _head(path: Path) -> Head:
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    text = text_decoded(start)[0].lstrip(_BLANKS) if is_text(start) else ""
    return Head(path, start, text)


def _format_of(path: Path, head: Head) -> Format:
    found = next((one for one in FORMATS if one.recognises(head)), None)
    if found is not None:
        return found
    other = next((name for mark, name in _OTHERS.items() if head.start.startswith(mark)), None)
    other = other or (f"XML <{root_name(head.text)}>" if root_name(head.text) else None)
    if other is not None:
        message = _("%(path)s is %(format)s, which does not open here: save it as %(formats)s.")
        raise UnreadableFileError(message % {"path": path.name, "format": other, "formats": readable_formats()})
    message = _("%(path)s does not open as any format that is read: give %(formats)s.")
    raise UnreadableFileError(message % {"path": path.name, "formats": readable_formats()})


def readable_formats() -> str:
    """Return the names of the formats that are read, in a row."""
    return ", ".join([*(one.title for one in FORMATS), _GEODATABASE.title])


def _in_folder(folder: Path, path: Path) -> Opened:
    """Find what an unpacked zip holds: a geodatabase, Shapefiles, or one file of another format."""
    places = [folder, *(one for one in sorted(folder.rglob("*")) if one.is_dir())]
    for place in places:
        if _GEODATABASE.recognises(Head(place)):
            return Opened(_GEODATABASE, _named_gdb(place, folder), path.stem)
    if _SHAPEFILE.recognises(Head(folder)):
        return Opened(_SHAPEFILE, folder, path.stem)
    found = []
    for file in sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix.lower() not in PARTS):
        head = _head(file)
        taken = next((one for one in FORMATS if one.recognises(head)), None)
        if taken is not None:
            found.append((taken, file))
    return _one_of(found, path)


def _one_of(found: Sequence[tuple[Format, Path]], path: Path) -> Opened:
    """Return the one file that is more than a text beside it."""
    main = [one for one in found if not isinstance(one[0], Delimited) or one[1].suffix.lower() == ".csv"] or list(found)
    documents = [one for one in main if isinstance(one[0], Kml) and one[1].name.lower() == "doc.kml"]
    main = documents[:1] or main
    if len(main) == 1:
        return Opened(main[0][0], main[0][1], path.stem if documents else main[0][1].stem)
    if not main:
        message = _("%(file)s holds no file that is read (a zip in a zip is not): zip one of %(formats)s.")
        raise UnreadableFileError(message % {"file": path.name, "formats": readable_formats()})
    message = _("%(file)s holds several files (%(names)s): zip only one of them.")
    names = ", ".join(file.name for _format, file in main[:5])
    raise UnreadableFileError(message % {"file": path.name, "names": names})


def _named_gdb(place: Path, folder: Path) -> Path:
    """Give a geodatabase the name by which GDAL knows one."""
    if place.suffix.lower() == ".gdb":
        return place
    target = folder / "geodatabase.gdb"
    if place == folder:
        target.mkdir()
        for file in [one for one in place.iterdir() if one.is_file()]:
            file.rename(target / file.name)
        return target
    return place.rename(target)


def _renamed(path: Path, folder: Path, found: Format) -> Path:
    """Return a link to a file under a plain name, as libraries take some signs and endings for commands."""
    stem = ODD_SIGNS.sub("_", path.stem)
    parts = [(path, found.suffix)]
    if isinstance(found, Shapefile):
        beside = (one for one in path.parent.iterdir() if one.stem == path.stem)
        parts = [(one, one.suffix.lower()) for one in beside if one.suffix.lower() in PARTS]
    for part, suffix in parts:
        (folder / f"{stem}{suffix}").symlink_to(part.resolve())
    return folder / f"{stem}{found.suffix}"
