"""The letters of the maps: Source Sans 3 from npm, kept as TrueType in the state folder and told to Mapnik."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from gisapp.libraries import load_mapnik
from gisapp.ogc.render.files import kept_file
from gisapp.symbology.model import Face

_FILE_STEM: Final = "source-sans-3"
# Letters beyond the first subset are taken from the second.
_SUBSETS: Final = ("latin", "latin-ext")
# Has the signs of classes (such as "at most") that both lack.
_LAST_FILE: Final = Path("lib", "mapnik", "fonts", "DejaVuSans.ttf")
_VARIANTS: Final = {Face.REGULAR: "400-normal", Face.SEMIBOLD: "600-normal", Face.ITALIC: "400-italic"}


@lru_cache(maxsize=1)
def register_fonts() -> dict[Face, tuple[str, ...]]:
    """Tell Mapnik of the fonts, and return the names of the faces that a label may use, the first preferred.

    Raises
    ------
    FileNotFoundError
        If the npm packages are not installed.
    """
    return {
        face: tuple(_registered(f"{subset}-{variant}") for subset in _SUBSETS) for face, variant in _VARIANTS.items()
    }


def face_files(face: Face) -> tuple[Path, ...]:
    """Return the TrueType files of a face: letters that one lacks are in the next, the rest in Mapnik's own font.

    Raises
    ------
    FileNotFoundError
        If the npm packages are not installed.
    """
    own = (_kept(f"{subset}-{_VARIANTS[face]}") for subset in _SUBSETS)
    return (*own, Path(load_mapnik().__file__).parent / _LAST_FILE)


def _registered(variant: str) -> str:
    """Register one file; return the name that Mapnik knows it by."""
    load_mapnik().FontEngine.register_font(str(_kept(variant)))
    return f"{_family(variant)} Regular"


def _kept(variant: str) -> Path:
    source = settings.BASE_DIR / "node_modules" / "@fontsource" / _FILE_STEM / "files" / f"{_FILE_STEM}-{variant}.woff"
    return kept_file("fonts", f"{variant}.ttf", lambda target: _as_truetype(source, target, family=_family(variant)))


def _family(variant: str) -> str:
    return f"Hilir Sans {variant}"


def _as_truetype(source: Path, target: Path, *, family: str) -> None:
    """Write a web font as TrueType under a name of its own: the subsets of a face all have the same one."""
    from fontTools.ttLib import TTFont

    font = TTFont(source)
    font.flavor = None
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID in (2, 17):
            record.string = "Regular"
    font.save(target)
