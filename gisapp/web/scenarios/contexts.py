"""What the templates of the pages of scenarios need."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from gisapp import conf
from gisapp.planning.adapters import versions_read
from gisapp.planning.changed_inputs import changed_inputs
from gisapp.planning.price_levels import PRICE_YEAR
from gisapp.planning.scenarios.documents import scenario_documents
from gisapp.planning.scenarios.facts import run_facts
from gisapp.planning.scenarios.readers import Reader
from gisapp.planning.scenarios.requests import NAME_CHARS, NOTE_CHARS
from gisapp.symbology.map_styles import map_style
from gisapp.web.scenarios.measures import FEED, WEIGHTS, fact_rows, measure_rows, verdict
from gisapp.web.scenarios.pairs import pair_rows
from gisapp.web.scenarios.parameters import parameter_rows, parameter_words, same_weights, titles
from gisapp.web.scenarios.sides import Side, site_names
from gisapp.web.scenarios.texts import scenario_texts
from layers.models import Scenario, ScenarioVisibility
from layers.selectors.map_context import district_label_list, mainland_extent
from layers.selectors.scenarios import scenario_list

Json = dict[str, Any]
# Scenarios that are offered for a side; older ones are compared from the list.
CHOICES = 100
NUMBER_LETTERS = 8
REPORTS = ("pdf", "xlsx", "html")
TIMES = ("created_at", "changed_at", "calculated_at")


def list_context(reader: Reader, page: str) -> Json:
    """Return a page of the scenarios, the newest first."""
    found = Paginator(scenario_list(is_staff=reader.is_staff), conf.DEFAULT_SCENARIOS_LISTED)
    shown = found.get_page(page)
    return {
        "scenarios": _documents(shown.object_list, reader),
        "shown": shown,
        "reader": reader,
        "config": _config(),
    }


def scenario_context(scenario: Scenario, side: Side, reader: Reader, *, link: str) -> Json:
    """Return what the page of one scenario needs."""
    (document,) = _documents([scenario], reader)
    facts = run_facts(side.run, side.sites)
    return {
        "scenario": document,
        "side": _side(side, "a"),
        "facts": fact_rows(facts, unit=side.run.process.feed_unit),
        "parameters": parameter_words(side.run),
        "reports": _reports(side),
        "price_year": PRICE_YEAR,
        "reader": reader,
        "visibilities": ScenarioVisibility.choices,
        "limits": {"name": NAME_CHARS, "note": NOTE_CHARS},
        "link": link,
        "config": _config(side),
    }


def comparison_context(a: Side | None, b: Side | None, reader: Reader) -> Json:
    """Return what the page of two sides needs; without both it asks for them."""
    context: Json = {
        "choices": _choices(reader, *(side for side in (a, b) if side)),
        "a_key": str(a.key) if a else "",
        "b_key": str(b.key) if b else "",
        "reader": reader,
    }
    return context if a is None or b is None else {**context, **_compared(a, b)}


def _compared(a: Side, b: Side) -> Json:
    parameters = parameter_rows(a.run, b.run)
    shared = {
        name
        for name, is_same in (
            (FEED, a.run.process.feed_id == b.run.process.feed_id),
            (WEIGHTS, same_weights(a.run, b.run)),
        )
        if is_same
    }
    facts = [run_facts(side.run, side.sites) for side in (a, b)]
    rows = measure_rows(*facts, unit=a.run.process.feed_unit, shared=shared)
    versions = versions_read()
    of_a, of_b = _side(a, "a"), _side(b, "b")
    return {
        "a": of_a,
        "b": of_b,
        "sides_shown": [of_a, of_b],
        "verdict": verdict(rows),
        "largest": largest_differences(rows),
        "rows": rows,
        "parameters": sorted(parameters, key=lambda row: not row.differs),
        "differing": titles(parameters, differs=True),
        "same": titles(parameters, differs=False),
        "pairs": pair_rows(a.sites, b.sites),
        "same_site_km": conf.SAME_SITE_KM,
        "changed": [
            {"side": shown, "inputs": found}
            for side, shown in ((a, of_a), (b, of_b))
            if (found := changed_inputs(side.run, versions))
        ],
        "price_year": PRICE_YEAR,
        "config": _config(a, b),
    }


def largest_differences(rows: Iterable[Any], *, count: int = 3) -> str:
    """Name the measures that differ most, as a share of the larger figure."""
    largest = sorted((row for row in rows if row.size > 0), key=lambda row: -row.size)[:count]
    return ", ".join(f"{row.title[:1].lower()}{row.title[1:]} {row.difference}" for row in largest)


def _documents(scenarios: Iterable[Scenario], reader: Reader) -> list[Json]:
    """Return scenarios as the API tells them, with times that templates can write."""
    return [
        {**one, **{name: parse_datetime(one[name] or "") if one[name] else None for name in TIMES}}
        for one in scenario_documents(scenarios, reader)
    ]


def _side(side: Side, letter: str) -> Json:
    return {
        "letter": letter.upper(),
        "key": str(side.key),
        "name": side.name,
        "is_kept": side.scenario is not None,
        "note": side.scenario.note if side.scenario else "",
        "run": str(side.run.pk),
        "number": str(side.run.pk)[:NUMBER_LETTERS],
        "process": side.run.process.name,
        "plants": len(side.sites),
        "calculated_at": side.calculated_at,
        "sites": [{"site": site, "names": site_names(site)} for site in side.sites],
        "reports": _reports(side),
        "plan": f"{reverse('web:plan')}?run={side.run.pk}",
    }


def _reports(side: Side) -> list[Json]:
    address = reverse("api:siting-run-report", kwargs={"run_id": str(side.run.pk)})
    return [{"form": form.upper(), "address": f"{address}?f={form}&language={get_language()}"} for form in REPORTS]


def _choices(reader: Reader, *chosen: Side) -> list[Json]:
    """Return what can be put on a side: the newest scenarios, and what stands there now."""
    listed = scenario_list(is_staff=reader.is_staff).values_list("pk", "name", "created_at")[:CHOICES]
    known = {str(key): {"key": str(key), "name": name, "when": when} for key, name, when in listed}
    for side in chosen:
        known.setdefault(str(side.key), {"key": str(side.key), "name": side.name, "when": side.calculated_at})
    return list(known.values())


def _config(*sides: Side) -> Json:
    style = map_style()
    extent = mainland_extent()
    return {
        "language": get_language(),
        "texts": scenario_texts(),
        "urls": {
            "scenarios": reverse("api:scenarios"),
            "runs": reverse("api:siting-runs"),
            "list": reverse("web:scenarios"),
            "page": reverse("web:scenario", kwargs={"scenario_id": "00000000-0000-0000-0000-000000000000"}),
            "outlines": reverse("web:layer", kwargs={"name": "districts"}),
        },
        "districts": [asdict(label) for label in district_label_list()] if sides else [],
        "bounds": None if extent is None else [[extent[1], extent[0]], [extent[3], extent[2]]],
        "style": {name: style[name] for name in ("base", "computed", "site")},
        "sides": [
            {
                "letter": letter,
                "run": str(side.run.pk),
                "name": f"{letter.upper()} {side.name}",
            }
            for letter, side in zip("ab", sides, strict=False)
        ],
    }
