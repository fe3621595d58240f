"""What an import read, found, wrote and changed, row by row and with the reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from layers.models import FindingLevel

LONGEST_VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told of a row; one with an error is not taken.

    Attributes
    ----------
    row
        Number of the row as a spreadsheet shows it (the header is 1), or of the feature, from 1; None of the
        whole file.
    level
        error, warning or repaired.
    code
        What was found, a stable name; `finding_titles` has it in words.
    lon, lat
        Where, in degrees, where the row has a place.
    """

    row: int | None
    name: str
    level: str
    code: str
    field: str = ""
    value: str = ""
    limit: str = ""
    fix: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a stored row, as it was and as the file has it, as people read them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A stored row that the file changes."""

    row: int
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(slots=True)
class Report:
    """The account of one import.

    Attributes
    ----------
    read, skipped
        Rows in the file, and those among them that the conditions left out.
    created, updated, unchanged
        Rows of the database that are new, changed, or the same already.
    missing
        Stored rows of the same scope that the file does not have; the first of them in `missing_names`.
    removed
        Rows removed, by model.
    changes
        The first of the rows that were updated, field by field.
    """

    read: int = 0
    skipped: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    missing: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    missing_names: list[str] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def written(self) -> int:
        """Rows made or changed."""
        return self.created + self.updated

    @property
    def errors(self) -> list[Finding]:
        """Why rows are not taken."""
        return self._of(FindingLevel.ERROR)

    @property
    def warnings(self) -> list[Finding]:
        """What should be looked at."""
        return self._of(FindingLevel.WARNING)

    @property
    def repaired(self) -> list[Finding]:
        """What was changed so that it could be taken."""
        return self._of(FindingLevel.REPAIRED)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {**asdict(self), "written": self.written}

    def as_text(self) -> str:
        """Return the report as tables for a terminal: of each code the first findings, the others counted."""
        parts = [self._summary()]
        titles = (
            (_("Not taken"), self.errors),
            (_("Warnings"), self.warnings),
            (_("Repaired"), self.repaired),
        )
        header = [_("row"), _("name"), _("what"), _("field"), _("value"), _("limit"), _("fix")]
        for title, found in titles:
            if found:
                shown_ones, left_out = _first_of_each(found)
                parts.append("\n".join([_table(title, header, [_cells(one) for one in shown_ones]), *left_out]))
        if self.changes:
            rows = [
                (str(one.row), one.name, change.field, change.before, change.after)
                for one in self.changes
                for change in one.fields
            ]
            parts.append(
                _table(_("Changed"), [_("row"), _("name"), _("field"), _("before"), _("after")], rows),
            )
        return "\n\n".join(parts)

    def _of(self, level: str) -> list[Finding]:
        return [one for one in self.findings if one.level == level]

    def _summary(self) -> str:
        line = _(
            "read %(read)d, left out by the conditions %(skipped)d, new %(created)d, updated %(updated)d, "
            "unchanged %(unchanged)d, not in the file %(missing)d, repaired %(repaired)d, warnings %(warnings)d, "
            "not taken %(errors)d"
        ) % {
            "read": self.read,
            "skipped": self.skipped,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "missing": self.missing,
            "repaired": len({one.row for one in self.repaired}),
            "warnings": len(self.warnings),
            "errors": len({one.row for one in self.errors}),
        }
        if self.removed:
            removed = ", ".join(f"{count} {model}" for model, count in sorted(self.removed.items()))
            line += "; " + _("removed %(removed)s") % {"removed": removed}
        return line + (" " + _("(dry run: nothing was written)") if self.is_dry_run else "")


def shown(value: object) -> str:
    """Return a value as a message quotes it: nothing is said to be empty, and no message is a page long."""
    text = _("(empty)") if value is None or value == "" else str(value)
    return text if len(text) <= LONGEST_VALUE_SHOWN else f"{text[: LONGEST_VALUE_SHOWN - 1]}…"


def _first_of_each(found: Sequence[Finding]) -> tuple[list[Finding], list[str]]:
    """Return the first findings of each code, and a line for each code of which there are more."""
    count: Counter[str] = Counter()
    first = []
    for one in found:
        count[one.code] += 1
        if count[one.code] <= conf.FINDINGS_OF_A_CODE_PRINTED:
            first.append(one)
    more = {code: number - conf.FINDINGS_OF_A_CODE_PRINTED for code, number in count.items()}
    line = _("%(code)s: %(count)d more; --report FILE.json has them all.")
    return first, [line % {"code": code, "count": number} for code, number in more.items() if number > 0]


def _cells(one: Finding) -> tuple[str, ...]:
    row = "" if one.row is None else str(one.row)
    return row, one.name, one.code, one.field, one.value, one.limit, one.fix


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    width = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = ["  ".join(cell.ljust(size) for cell, size in zip(row, width, strict=True)).rstrip() for row in rows]
    head = "  ".join(cell.ljust(size) for cell, size in zip(header, width, strict=True)).rstrip()
    return "\n".join([f"{title}:", head, "  ".join("-" * size for size in width), *lines])
