"""What an import read, wrote, repaired and refused, row by row and with the reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

LONGEST_VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Repair:
    """A row that was changed so that it could be taken.

    Attributes
    ----------
    row
        Number of the row as a spreadsheet shows it (the header is 1), or of the feature, from 1.
    """

    row: int
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: the field, its value, the limit it breaks, and what to do."""

    row: int
    name: str
    field: str
    value: str
    limit: str
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told of a row; one with an error is not taken.

    Attributes
    ----------
    row
        Number of the row as a spreadsheet shows it, or of the feature, from 1; None of the whole file.
    level
        error, warning or repaired.
    code
        What was found, a stable name.
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


@dataclass(slots=True)
class Report:
    """The account of one import.

    Attributes
    ----------
    read, skipped
        Rows in the file, and those among them that the conditions left out.
    created, updated, removed
        Rows of the database.
    """

    read: int = 0
    skipped: int = 0
    created: int = 0
    updated: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    repaired: list[Repair] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def findings(self) -> list[Finding]:
        """What was refused and repaired, row by row."""
        refused = [
            Finding(one.row, one.name, "error", "refused", one.field, one.value, one.limit, one.fix)
            for one in self.refused
        ]
        repaired = [Finding(one.row, one.name, "repaired", "repaired", fix=one.what) for one in self.repaired]
        return refused + repaired

    @property
    def written(self) -> int:
        """Rows made or changed."""
        return self.created + self.updated

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {**asdict(self), "written": self.written}

    def as_text(self) -> str:
        """Return the report as tables for a terminal."""
        parts = [self._summary()]
        if self.repaired:
            rows = [(str(one.row), one.name, one.what) for one in self.repaired]
            parts.append(_table(_("Repaired"), [_("row"), _("name"), _("what")], rows))
        if self.refused:
            cells = [(str(one.row), one.name, one.field, one.value, one.limit, one.fix) for one in self.refused]
            header = [_("row"), _("name"), _("field"), _("value"), _("limit"), _("fix")]
            parts.append(_table(_("Refused"), header, cells))
        return "\n\n".join(parts)

    def _summary(self) -> str:
        line = _(
            "read %(read)d, left out by the conditions %(skipped)d, new %(created)d, updated %(updated)d, "
            "repaired %(repaired)d, refused %(refused)d"
        ) % {
            "read": self.read,
            "skipped": self.skipped,
            "created": self.created,
            "updated": self.updated,
            "repaired": len(self.repaired),
            "refused": len(self.refused),
        }
        if self.removed:
            removed = ", ".join(f"{count} {model}" for model, count in sorted(self.removed.items()))
            line += "; " + _("removed %(removed)s") % {"removed": removed}
        return line + (" " + _("(dry run: nothing was written)") if self.is_dry_run else "")


def shown(value: object) -> str:
    """Return a value as a message quotes it: nothing is said to be empty, and no message is a page long."""
    text = _("(empty)") if value is None or value == "" else str(value)
    return text if len(text) <= LONGEST_VALUE_SHOWN else f"{text[: LONGEST_VALUE_SHOWN - 1]}…"


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    width = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = ["  ".join(cell.ljust(size) for cell, size in zip(row, width, strict=True)).rstrip() for row in rows]
    head = "  ".join(cell.ljust(size) for cell, size in zip(header, width, strict=True)).rstrip()
    return "\n".join([f"{title}:", head, "  ".join("-" * size for size in width), *lines])
