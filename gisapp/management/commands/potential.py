"""What districts are good at and could become, in the terminal or as CSV."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from gisapp.api.potential.render import csv_text
from gisapp.planning.errors import PlanningError
from gisapp.planning.potentials.chains import chain_document
from gisapp.planning.potentials.district import district_document
from gisapp.planning.potentials.diversification import diversification_document, diversification_question
from gisapp.planning.potentials.flat import chain_rows, district_rows, index_rows, unprocessed_rows
from gisapp.planning.potentials.indices import indices_document
from gisapp.planning.potentials.production import production_document, production_question
from gisapp.planning.potentials.questions import Base, Measure, index_question, table_question
from gisapp.planning.potentials.unprocessed import unprocessed_document, unprocessed_question
from layers.errors import LayersError

BAD_PARAMETER = 2
Json = dict[str, Any]
TABLE = ("year", "from_year", "series", "base")
# Columns that say the same in every row stand once above a table; words beside a code are left to the CSV.
LEFT_TO_CSV = frozenset({"source", "reason_text", "class_label", "region_name", "section_name", "per_head_source"})


class Command(BaseCommand):
    help = (
        "Show district indices, unprocessed raw material, diversification potential or a value chain. Without any of"
        " them: the profile of --district, or the location quotients of all. A parameter that is unknown or out of"
        " range ends with exit code 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        subject = parser.add_mutually_exclusive_group()
        subject.add_argument("--index", nargs="+", metavar="INDEX", help=f"any of {', '.join(Measure)}")
        subject.add_argument("--unprocessed", action="store_true", help="raw material that no recorded plant takes")
        subject.add_argument("--diversification", action="store_true", help="districts ranked for kinds of plants")
        subject.add_argument("--production", metavar="COMMODITY", help="districts ranked by a commodity")
        subject.add_argument("--chain", metavar="CHAIN", help="steps of a value chain, such as oil_palm")
        parser.add_argument("--district", metavar="CODE", help="BPS code, such as 6302; all by default")
        parser.add_argument("--section", metavar="SECTION", help="KBLI section, such as C; all by default")
        parser.add_argument("--year", help="newest by default")
        parser.add_argument("--from-year", help="start of the period of indices of growth")
        parser.add_argument("--series", help="statistical series in full; the most complete by default")
        parser.add_argument("--base", help=f"compared with: {', '.join(Base)}")
        parser.add_argument("--format", choices=["table", "csv"], default="table")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *_args: str, **options: Any) -> None:
        with override(options["language"]):
            try:
                answers = list(_answers(options))
            except (PlanningError, LayersError) as error:
                raise CommandError(str(error), returncode=BAD_PARAMETER) from error
            as_csv = options["format"] == "csv"
            written = _csv(answers) if as_csv else "\n".join(_table(*answer) for answer in answers)
            self._put(written, options["out"])

    def _put(self, written: str, path: Path | None) -> None:
        if path is None:
            self.stdout.write(written, ending="")
            return
        try:
            path.write_text(written, encoding="utf-8", newline="")
        except OSError as error:
            message = _("%(path)s cannot be written: %(reason)s. Give --out a file in a folder that exists.")
            raise CommandError(message % {"path": path, "reason": error.strerror}) from error


def _answers(options: Json) -> Iterable[tuple[Json, list[Json]]]:
    """Yield each answer with its flat rows."""
    for document, rows_of in _documents(options):
        yield document, rows_of(document)


def _documents(options: Json) -> Iterable[tuple[Json, Callable[[Json], list[Json]]]]:
    district = options["district"]
    if options["unprocessed"]:
        yield unprocessed_document(unprocessed_question(_given(options, "district"))), unprocessed_rows
    elif options["diversification"]:
        question = diversification_question(_given(options, "district", "year", "series", "base"))
        yield diversification_document(question), index_rows
    elif options["production"]:
        given = _given(options, "district", "year", "series") | {"commodity": options["production"]}
        yield production_document(production_question(given)), index_rows
    elif options["chain"]:
        yield chain_document(options["chain"], district=district), chain_rows
    elif district and not options["index"]:
        yield district_document(district, table_question(_given(options, *TABLE))), district_rows
    else:
        for measure in options["index"] or [Measure.LQ.value]:
            given = _given(options, *TABLE, "district", "section") | {"measure": measure}
            yield indices_document(index_question(given)), index_rows


def _given(options: Json, *names: str) -> dict[str, str]:
    return {name: options[name] for name in names if options[name] is not None}


def _csv(answers: list[tuple[Json, list[Json]]]) -> str:
    return csv_text(row for _document, rows in answers for row in rows)


def _table(document: Json, rows: list[Json]) -> str:
    """Return a table under a heading of what all rows share, with its gaps and sources below."""
    if not rows:
        return _("No rows.") + "\n"
    columns = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in LEFT_TO_CSV]
    shared = [name for name in columns if len(rows) > 1 and len({row.get(name) for row in rows}) == 1]
    shown = [name for name in columns if name not in shared]
    heading = [f"{name}: {_cell(rows[0].get(name))}" for name in shared if rows[0].get(name) not in (None, "")]
    cells = [shown, *([_cell(row.get(name)) for name in shown] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(shown))]
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    title = [str(document[name]) for name in ("label", "meaning", "caveat") if document.get(name)]
    gaps = [_gap(gap) for gap in document.get("missing", ())]
    sources = sorted({str(row["source"]) for row in rows if row.get("source")})
    needs = [_need(row) for row in document.get("self_sufficiency", ())]
    below = [*(f"= {need}" for need in needs), *(f"! {gap}" for gap in gaps), *(f"* {source}" for source in sources)]
    return "\n".join([*title, ", ".join(heading), "", *body, "", *below]) + "\n"


def _gap(gap: Json) -> str:
    what = ", ".join(str(value) for key, value in gap.items() if key not in ("reason", "text"))
    return f"{what}: {gap['text']}"


def _need(row: Json) -> str:
    words = {name: _cell(row[name]) for name in ("region", "year", "output", "need", "unit", "source")}
    if row["surplus"] < 0:
        text = _("%(region)s, %(year)s: output %(output)s %(unit)s, need %(need)s, short by %(gap)s (%(source)s)")
    else:
        text = _("%(region)s, %(year)s: output %(output)s %(unit)s, need %(need)s, surplus %(gap)s (%(source)s)")
    return text % {**words, "gap": _cell(abs(row["surplus"]))}


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)
