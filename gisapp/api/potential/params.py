"""What a request gives: named values, once each, and the form of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest

from gisapp.api.params import JSON_TYPE, only_known
from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.parameter_schema import INDEX_NAMES
from gisapp.planning.potentials.questions import TABLE_NAMES

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, str] = {"json": JSON_TYPE, "csv": CSV_TYPE, "xlsx": XLSX_TYPE}
FORMAT = "format"


class Request(Enum):
    """What is asked for; the value names the file of an answer."""

    INDICES = "indices"
    DISTRICT = "district"
    UNPROCESSED = "unprocessed"
    DIVERSIFICATION = "diversification"
    PRODUCTION = "production"
    CHAINS = "chains"
    CHAIN = "chain"
    LINKAGES = "linkages"


# The parameters that each address takes, besides the form of the answer.
NAMES: Mapping[Request, tuple[str, ...]] = {
    Request.INDICES: INDEX_NAMES,
    Request.DISTRICT: TABLE_NAMES,
    Request.UNPROCESSED: ("commodity", "district"),
    Request.DIVERSIFICATION: ("year", "series", "base", "process", "district"),
    Request.PRODUCTION: ("commodity", "statistic", "year", "series", "district"),
    Request.CHAINS: (),
    Request.CHAIN: ("district",),
    Request.LINKAGES: (),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Values by name, the media type wanted, and a name for a file of the answer."""

    given: Mapping[str, str]
    media_type: str
    file_stem: str


def request_read(request: HttpRequest, kind: Request) -> Asked:
    """Read a request.

    Raises
    ------
    ParameterError
        If a parameter is unknown or given twice, or the form is none that is made.
    """
    only_known(request.GET, (*NAMES[kind], FORMAT))
    given = {name: request.GET[name] for name in request.GET if name != FORMAT}
    form = request.GET.get(FORMAT)
    if form is not None and form not in FORMATS:
        raise ParameterError(name=FORMAT, value=form, allowed=", ".join(FORMATS))
    accepted = request.get_preferred_type(list(FORMATS.values())) or JSON_TYPE
    return Asked(given, FORMATS[form] if form else accepted, file_stem=f"hilir-{kind.value}")
