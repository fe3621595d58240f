"""What is to be printed, read from texts: the same for the API and the terminal."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.printing.paper import Orientation, Paper, Sheet
from gisapp.geo.bbox import Bbox
from gisapp.planning.errors import ParameterError

NAMES = ("layers", "bbox", "district", "run", "title", "paper", "orientation", "f", "dpi")
# Of the texts; whoever asks puts it into force.
LANGUAGE = "language"
_SUBJECTS = "layers, district, run"
_WORLD = Bbox(-180, -85, 180, 85)
# Some ten metres: smaller boxes are mistakes.
_LEAST_SIDE_DEG = 1e-4
Choice = TypeVar("Choice", bound=StrEnum)


class PrintForm(StrEnum):
    """Kinds of files of a map."""

    PDF = "pdf"
    PNG = "png"
    HTML = "html"


class ReportForm(StrEnum):
    """Kinds of files of a run's report."""

    PDF = "pdf"
    XLSX = "xlsx"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A map sheet that is asked for.

    Attributes
    ----------
    layers
        Names of published layers, each perhaps with a style as ``name:style``; the first lies lowest. Empty where a
        run or a district decides.
    bbox
        EPSG:4326; None for all that the layers hold, or for the district.
    title
        In place of the sheet's own; empty for that.
    dpi
        Of a PNG.
    """

    layers: tuple[str, ...] = ()
    bbox: Bbox | None = None
    district: str = ""
    run: uuid.UUID | None = None
    title: str = ""
    sheet: Sheet = field(default_factory=Sheet)
    form: PrintForm = PrintForm.PDF
    dpi: int = conf.DEFAULT_PRINT_DPI


def print_request_parse(given: Mapping[str, str]) -> PrintRequest:
    """Read a request.

    Parameters
    ----------
    given
        Values by the names of `NAMES`.

    Raises
    ------
    ParameterError
        At the first that is unknown, missing or out of range.
    """
    unknown = next((name for name in given if name not in NAMES), None)
    if unknown is not None:
        raise ParameterError(name="parameter", value=unknown, allowed=", ".join(NAMES))
    request = PrintRequest(
        layers=_layers(given.get("layers", "")),
        bbox=_bbox(given["bbox"]) if given.get("bbox") else None,
        district=given.get("district", ""),
        run=run_id_parse(given["run"]) if given.get("run") else None,
        title=_title(given.get("title", "")),
        sheet=Sheet(
            _choice(given, "paper", Paper, default=Paper.A4),
            _choice(given, "orientation", Orientation, default=Orientation.PORTRAIT),
        ),
        form=_choice(given, "f", PrintForm, default=PrintForm.PDF),
        dpi=_dpi(given["dpi"]) if given.get("dpi") else conf.DEFAULT_PRINT_DPI,
    )
    _together_checked(request)
    return request


def run_id_parse(text: str) -> uuid.UUID:
    """Read the number of a run.

    Raises
    ------
    ParameterError
        If it is none.
    """
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise ParameterError(name="run", value=text, allowed=_("the number of a run (UUID)")) from error


def report_form_parse(text: str) -> ReportForm:
    """Read which file of a report is asked for; PDF where none is named.

    Raises
    ------
    ParameterError
        If there is no such form.
    """
    return _choice({"f": text}, "f", ReportForm, default=ReportForm.PDF)


def language_parse(text: str) -> str:
    """Read a language of the texts.

    Raises
    ------
    ParameterError
        If the service does not speak it.
    """
    known = [code for code, _name in settings.LANGUAGES]
    if text not in known:
        raise ParameterError(name=LANGUAGE, value=text, allowed=", ".join(known))
    return text


def _together_checked(request: PrintRequest) -> None:
    if not (request.layers or request.district or request.run):
        raise ParameterError(name="layers", value="", allowed=_("one of these must be given: %s") % _SUBJECTS)
    if request.run and (request.layers or request.district):
        raise ParameterError(name="run", value=str(request.run), allowed=_("a run without layers or a district"))
    if request.bbox and request.district:
        raise ParameterError(name="bbox", value=_text(request.bbox), allowed=_("a box or a district, not both"))


def _layers(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",", conf.PRINT_LAYERS_LIMIT + 1) if name.strip())
    if len(names) > conf.PRINT_LAYERS_LIMIT:
        allowed = _("at most %(limit)d layers") % {"limit": conf.PRINT_LAYERS_LIMIT}
        raise ParameterError(name="layers", value=text, allowed=allowed)
    return names


def _bbox(text: str) -> Bbox:
    allowed = _("west,south,east,north in degrees, such as 114.3,-4.2,116.6,-1.3")
    try:
        box = Bbox.parse(text)
    except ValueError:
        raise ParameterError(name="bbox", value=text, allowed=allowed) from None
    has_area = box.width >= _LEAST_SIDE_DEG and box.height >= _LEAST_SIDE_DEG
    if not (has_area and _WORLD.contains(box.west, box.south) and _WORLD.contains(box.east, box.north)):
        raise ParameterError(name="bbox", value=text, allowed=allowed)
    return box


def _text(bbox: Bbox) -> str:
    return f"{bbox.west:g},{bbox.south:g},{bbox.east:g},{bbox.north:g}"


def _title(text: str) -> str:
    title = " ".join(text.split())
    if len(title) > conf.PRINT_TITLE_CHARS or not title.isprintable():
        allowed = _("at most %(limit)d letters on one line") % {"limit": conf.PRINT_TITLE_CHARS}
        raise ParameterError(name="title", value=text, allowed=allowed)
    return title


def _choice(given: Mapping[str, str], name: str, choices: type[Choice], *, default: Choice) -> Choice:
    text = given.get(name) or default.value
    if text not in list(choices):
        raise ParameterError(name=name, value=text, allowed=", ".join(choices))
    return choices(text)


def _dpi(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:6]) in conf.PRINT_DPI):
        raise ParameterError(name="dpi", value=text, allowed=_("a whole number, %s") % conf.PRINT_DPI)
    return int(text)
