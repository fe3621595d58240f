"""Keep the files that people bring in: under a name of ours, with their hash, several of one shapefile as a zip."""

import hashlib
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import FileTooLargeError, UnreadableFileError

FOLDER = "imports"
NAME_LENGTH = 120
_ODD = re.compile(r"[^\w.\- ()]+")
# Zips of the same files are to be the same, whenever they are made.
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
# The parts of one Shapefile, as far as they are read.
SHAPEFILE_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj")


class Upload(Protocol):
    """A file that is being brought in; Django's `UploadedFile` is one."""

    @property
    def name(self) -> str | None:
        """Name that it has where it comes from."""

    def chunks(self) -> Iterable[bytes]:
        """Yield the bytes, some at a time."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of this machine that is brought in."""

    path: Path

    @property
    def name(self) -> str | None:
        """Name without its folder."""
        return self.path.name

    def chunks(self) -> Iterable[bytes]:
        """Yield the bytes, some at a time."""
        with self.path.open("rb") as file:
            while part := file.read(2**20):
                yield part


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is kept; `path` is relative to the media folder."""

    path: str
    name: str
    sha256: str
    size_bytes: int


def local_uploads(path: Path) -> list[LocalFile]:
    """Return a file, with those beside it that belong to it where it is a Shapefile.

    Raises
    ------
    UnreadableFileError
        If there is no such file.
    """
    if not path.is_file():
        raise UnreadableFileError(_("There is no file %(path)s: check its name and folder.") % {"path": path})
    if path.suffix.lower() != ".shp":
        return [LocalFile(path)]
    beside = sorted(path.parent.iterdir())
    return [
        LocalFile(one)
        for one in beside
        if one.is_file() and one.stem == path.stem and one.suffix.lower() in SHAPEFILE_SUFFIXES
    ]


def file_store(uploads: Sequence[Upload]) -> StoredFile:
    """Keep a file; several, such as the parts of a Shapefile, are kept as one zip.

    Raises
    ------
    FileTooLargeError
        If it is larger than `conf.MAX_IMPORT_BYTES`.
    UnreadableFileError
        If it is empty.
    """
    folder = Path(settings.MEDIA_ROOT) / FOLDER / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        names = [_safe_name(one.name or "") for one in uploads]
        is_one = len(uploads) == 1
        name = names[0] if is_one else f"{PurePosixPath(names[0]).stem}.zip"
        target = folder / name
        if is_one:
            with target.open("wb") as file:
                _copy(uploads[0], file)
        else:
            _zip(uploads, names, target)
        if not target.stat().st_size:
            raise UnreadableFileError(_("%(name)s is empty: choose another file.") % {"name": name})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    path = target.relative_to(settings.MEDIA_ROOT).as_posix()
    return StoredFile(path, name, _sha256(target), target.stat().st_size)


def file_remove(path: str) -> None:
    """Remove a kept file and its folder."""
    shutil.rmtree((Path(settings.MEDIA_ROOT) / path).parent, ignore_errors=True)


class _Writable(Protocol):
    def write(self, data: bytes, /) -> object: ...


def _copy(upload: Upload, target: _Writable, *, before: int = 0) -> int:
    """Copy the bytes, and return how many there are with those before."""
    size = before
    for part in upload.chunks():
        size += len(part)
        if size > conf.MAX_IMPORT_BYTES:
            message = _("The file is larger than %(limit)d MiB: bring it in in parts.")
            raise FileTooLargeError(message % {"limit": conf.MAX_IMPORT_BYTES // 2**20})
        target.write(part)
    return size


def _zip(uploads: Sequence[Upload], names: Sequence[str], target: Path) -> None:
    size = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for upload, name in sorted(zip(uploads, names, strict=True), key=lambda pair: pair[1]):
            with archive.open(zipfile.ZipInfo(name, _SAME_DAY), "w") as member:
                size = _copy(upload, member, before=size)


def _safe_name(name: str) -> str:
    """Return the name alone, of signs that are harmless anywhere, its suffix kept."""
    plain = _ODD.sub("_", PurePosixPath(name.replace("\\", "/")).name).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:NAME_LENGTH] or "file"
    return f"{stem[: NAME_LENGTH - len(suffix) - 1] or 'file'}.{suffix[:20]}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
