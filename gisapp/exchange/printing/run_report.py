"""A report of a run: what is said of it in words, and its tables. Pages and workbooks are made from this."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.printing.run_subject import place_name
from gisapp.exchange.printing.run_tables import RunTables, run_tables
from gisapp.planning.errors import RunStateError
from gisapp.planning.numbers import number
from gisapp.planning.presentation import run_document, sites_geojson
from layers.models import RunStatus, SitingRun

Json = dict[str, Any]
_ANSWERED = (RunStatus.SUGGESTED, RunStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading; `rank` is that of the site they tell of, 0 for the run as a whole."""

    title: str
    lines: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """All that a report says, in the active language."""

    run: SitingRun
    heading: str
    title: str
    sections: tuple[Section, ...]
    tables: RunTables


def run_report(run: SitingRun) -> RunReport:
    """Return the report of a run; one that was refused says why.

    Raises
    ------
    RunStateError
        If the run has no answer.
    """
    if run.status not in _ANSWERED:
        message = _("The run %(id)s has no answer to report (%(status)s); wait for it, or ask anew.")
        raise RunStateError(message % {"id": run.pk, "status": run.get_status_display()})
    document, features = run_document(run), sites_geojson(run)["features"]
    sites = [feature["properties"] for feature in features]
    return RunReport(
        run=run,
        heading=_("Report"),
        title=_("Report: sites for %(process)s") % {"process": document["process"]["name"]},
        sections=tuple(section for section in (*_whole(document, sites), *map(_site, sites)) if section.lines),
        tables=run_tables(document, features),
    )


def _whole(document: Json, sites: list[Json]) -> list[Section]:
    robustness = document["robustness"]
    return [
        Section(_("Result"), tuple(_result(document, sites))),
        Section(_("How sure the ranking is"), tuple(robustness["texts"]) if robustness else ()),
        Section(_("Assumptions and what the plan rests on"), tuple(note["text"] for note in document["notes"])),
    ]


def _result(document: Json, sites: list[Json]) -> list[str]:
    lines = []
    if document["refusal"]:
        lines.append(document["refusal"]["reason"])
        lines += [f"{offer['name']} ({offer['code']})" for offer in document["refusal"]["offers"]]
    if sites:
        lines += [f"{site['rank']}. {place_name(site)}: {number(site['score'], 2)}" for site in sites]
    if document["quality"]:
        lines.append(document["quality"]["text"])
    if document["inputs_changed"]:
        lines.append(_("Data have changed since this calculation; calculate anew before you decide."))
    return lines


def _site(site: Json) -> Section:
    lines = [
        *([site["enlarges"]["text"]] if site["enlarges"] else []),
        *site["reasons"],
        *([site["stability"]["text"]] if site["stability"] else []),
        *(site["economics"]["texts"] if site["economics"] else []),
    ]
    return Section(f"{site['rank']}. {place_name(site)}", tuple(lines), rank=site["rank"])
