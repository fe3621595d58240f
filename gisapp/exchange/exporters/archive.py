"""Several files as one zip file, with a README of what they are."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from gisapp.exchange.exporters.contents import LayerContent, Statement

README = "README.txt"


def archive_write(path: Path, folder: Path, contents: Iterable[LayerContent], *, notes: Iterable[str] = ()) -> None:
    """Put all files of a folder into a zip file, and what they are into its README.

    Parameters
    ----------
    notes
        Lines on what the format cannot hold.
    """
    (folder / README).write_text(readme(contents, notes=notes), encoding="utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3, allowZip64=True) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


def readme(contents: Iterable[LayerContent], *, notes: Iterable[str] = ()) -> str:
    """Return what a README says: each layer with its metadata and columns, then the notes."""
    parts = ["\n".join([*_head(one.name, one.statement), "", *_columns(one)]) for one in contents]
    return "\n\n".join([*parts, *notes]) + "\n"


def told_lines(statement: Statement) -> list[str]:
    """Return the metadata as lines."""
    return [f"{name}: {value}" for name, value in statement.entries().items()]


def _head(name: str, statement: Statement) -> list[str]:
    return [name, "=" * len(name), *told_lines(statement)]


def _columns(content: LayerContent) -> list[str]:
    return [_("Columns:"), *(f"  {one.name}: {one.title}" for one in content.columns)]
