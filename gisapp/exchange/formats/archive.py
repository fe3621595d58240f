"""Unpack a zip that may be hostile: bounded in every measure, and never outside its folder."""

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError

ZIP_MAGIC = b"PK\x03\x04"
MIB = 2**20
# Left behind by macOS and Windows.
_LITTER = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)(/|$)")
# Signs that GDAL or pyogrio take for more than a name.
ODD_SIGNS = re.compile(r"[!?;:#*|<>\"\x00-\x1f]")
_ENCRYPTED = 0x1


def members_checked(archive: zipfile.ZipFile, *, name: str) -> list[zipfile.ZipInfo]:
    """Return the files of an archive that count.

    Raises
    ------
    UnreadableFileError
        If it has too many, unpacks to too much, or one of them is a link, is encrypted, or would lie elsewhere.
    """
    members = [one for one in archive.infolist() if not one.is_dir() and not _LITTER.search(one.filename)]
    _sizes_checked(members, name=name)
    for member in members:
        reason = _member_fault(member)
        if reason:
            message = _("%(file)s holds “%(member)s”, which %(reason)s: zip the plain files again, without it.")
            raise UnreadableFileError(message % {"file": name, "member": member.filename[:100], "reason": reason})
    return members


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip into a folder.

    Raises
    ------
    UnreadableFileError
        If it is no sound zip, or not harmless.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in members_checked(archive, name=path.name):
                target = folder / ODD_SIGNS.sub("_", member.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as written:
                    shutil.copyfileobj(source, written, MIB)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        message = _("%(file)s does not unpack (%(error)s): zip it again.")
        raise UnreadableFileError(message % {"file": path.name, "error": error}) from error


def member_names(path: Path) -> tuple[str, ...]:
    """Return the names in a zip; none where it does not open."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return ()


def archive_checked(path: Path) -> None:
    """Refuse a zip that is not to be unpacked here but by a library: a spreadsheet.

    Raises
    ------
    UnreadableFileError
        If it is no sound zip, or not harmless.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members_checked(archive, name=path.name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        message = _("%(file)s does not unpack (%(error)s): save it again.")
        raise UnreadableFileError(message % {"file": path.name, "error": error}) from error


def _sizes_checked(members: Sequence[zipfile.ZipInfo], *, name: str) -> None:
    if len(members) > conf.MAX_IMPORT_ZIP_MEMBERS:
        message = _("%(file)s holds %(count)d files; the limit is %(limit)d: zip only what is to be imported.")
        told = {"file": name, "count": len(members), "limit": conf.MAX_IMPORT_ZIP_MEMBERS}
        raise UnreadableFileError(message % told)
    size, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if size > conf.MAX_IMPORT_UNPACKED_BYTES:
        message = _("%(file)s unpacks to %(size)d MiB; the limit is %(limit)d MiB: import it in parts.")
        told = {"file": name, "size": size // MIB, "limit": conf.MAX_IMPORT_UNPACKED_BYTES // MIB}
        raise UnreadableFileError(message % told)
    if size > conf.IMPORT_ZIP_RATIO_FREE_BYTES and size > conf.MAX_IMPORT_ZIP_RATIO * max(packed, 1):
        message = _(
            "%(file)s unpacks to %(ratio)d times its size; the limit is %(limit)d times: send the file itself,"
            " not zipped."
        )
        told = {"file": name, "ratio": size // max(packed, 1), "limit": conf.MAX_IMPORT_ZIP_RATIO}
        raise UnreadableFileError(message % told)


def _member_fault(member: zipfile.ZipInfo) -> str:
    """Return what is wrong with a member; nothing if it is a plain file inside the archive."""
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return _("would be written outside of the archive's folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("is a link to another file")
    if member.flag_bits & _ENCRYPTED:
        return _("is locked by a password")
    return ""
