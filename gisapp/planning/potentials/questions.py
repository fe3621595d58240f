"""What can be asked of the indices, checked once for the API and the command line alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.errors import ParameterError


class Base(StrEnum):
    """With what districts are compared."""

    PROVINCE = "province"
    NATION = "nation"


class Measure(StrEnum):
    """The indices of districts, sections, or both."""

    VALUE = "value"
    SHARE = "share"
    LQ = "lq"
    DLQ = "dlq"
    GROWTH = "growth"
    SHIFT_SHARE = "shift_share"
    PER_HEAD = "per_head"
    KLASSEN = "klassen"
    KLASSEN_SECTOR = "klassen_sector"
    HHI = "hhi"
    ENTROPY = "entropy"
    PROXIMITY = "proximity"
    RELATEDNESS = "relatedness"
    ECI = "eci"
    PCI = "pci"
    PUBLISHED = "published"


# Indices of a period; the others are of one year.
OF_PERIOD = frozenset({Measure.DLQ, Measure.GROWTH, Measure.SHIFT_SHARE, Measure.KLASSEN, Measure.KLASSEN_SECTOR})
TABLE_NAMES = ("year", "from_year", "series", "base")
TEXT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """Which statistics an answer rests on; None leaves the choice to the service, which says what it took.

    Attributes
    ----------
    year
        Newest by default.
    from_year
        Start of the period of indices of growth; by default the first year of the series.
    """

    year: int | None = None
    from_year: int | None = None
    series: str | None = None
    base: Base = Base.PROVINCE


@dataclass(frozen=True, slots=True)
class IndexQuestion:
    """One index, for all districts and sections or some."""

    measure: Measure
    table: TableQuestion = field(default_factory=TableQuestion)
    district: str | None = None
    section: str | None = None


def index_question(given: Mapping[str, str]) -> IndexQuestion:
    """Read a question for one index.

    Raises
    ------
    ParameterError
        At the first value that is missing or not allowed.
    """
    measure = given.get("measure")
    if measure not in tuple(Measure):
        raise ParameterError(name="measure", value=measure, allowed=", ".join(Measure))
    return IndexQuestion(
        measure=Measure(measure),
        table=table_question(given),
        district=text(given, "district"),
        section=text(given, "section"),
    )


def table_question(given: Mapping[str, str]) -> TableQuestion:
    """Read which statistics are asked for.

    Raises
    ------
    ParameterError
        At the first value that is not allowed.
    """
    base = given.get("base", Base.PROVINCE.value)
    if base not in tuple(Base):
        raise ParameterError(name="base", value=base, allowed=", ".join(Base))
    return TableQuestion(
        year=year(given, "year"), from_year=year(given, "from_year"), series=text(given, "series"), base=Base(base)
    )


def year(given: Mapping[str, str], name: str) -> int | None:
    """Read a year, None where it is not given.

    Raises
    ------
    ParameterError
        If it is no whole number in the range of records.
    """
    value = given.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) == 4 and int(value) in conf.RECORD_YEAR):
        raise ParameterError(name=name, value=value, allowed=_("a year, %(range)s") % {"range": conf.RECORD_YEAR})
    return int(value)


def text(given: Mapping[str, str], name: str) -> str | None:
    """Read a code or name, None where it is not given.

    Raises
    ------
    ParameterError
        If it is empty, too long, or holds a control character.
    """
    value = given.get(name)
    if value is None:
        return None
    if not value or len(value) > TEXT_LENGTH or not value.isprintable():
        raise ParameterError(name=name, value=value, allowed=_("1 to %(most)d characters") % {"most": TEXT_LENGTH})
    return value
