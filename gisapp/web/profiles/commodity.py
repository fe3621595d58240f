"""Everything that the page of one value chain shows: where it grows, who takes it, what leaves raw."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.planning.potentials.chains import chain_document
from gisapp.planning.potentials.unprocessed import UnprocessedQuestion, unprocessed_document
from gisapp.web.profiles.balance import Balance, balances_of, district_chart, listed, without_supply
from gisapp.web.profiles.facilities import facilities_read, owners_chart
from gisapp.web.profiles.names import chain_titles
from gisapp.web.profiles.parts import Choice, KeyFigure
from gisapp.web.profiles.series import series_read
from gisapp.web.profiles.sources import origin_of, source_lines
from gisapp.web.profiles.statistics import statistics_of_chain
from gisapp.web.profiles.steps import tree_card
from gisapp.web.profiles.units import not_recorded, rupiah
from layers.models import Commodity, Facility, FacilityStatus
from layers.selectors.districts import district_list

Json = dict[str, Any]


def commodities_context() -> Json:
    """Return one row a value chain, those with the largest supply first."""
    documents = unprocessed_document(UnprocessedQuestion())["commodities"]
    rows = [
        _chain_row(chain, title, [one for one in documents if one["chain"] == chain])
        for chain, title in chain_titles().items()
    ]
    rows.sort(key=lambda row: row["balance"] is None)
    sources = [source for row in rows if row["balance"] for source in row["balance"].sources]
    return {"rows": rows, "sources": list(dict.fromkeys(sources))}


def commodity_context(chain: str) -> Json:
    """Return the context of the page of a chain that is known."""
    documents = [one for one in unprocessed_document(UnprocessedQuestion())["commodities"] if one["chain"] == chain]
    balances = balances_of(documents)
    document = chain_document(chain, district=None)
    plants = Facility.objects.filter(process__chain=chain).exclude(status=FacilityStatus.CLOSED)
    facilities, facility_sources = facilities_read(plants)
    titles = chain_titles()
    raw = _main_raw(documents)
    return {
        "chain": chain,
        "title": titles[chain],
        "chains": [Choice(code, title, code == chain) for code, title in titles.items()],
        "key_figures": _key_figures(balances, document, operating=sum(row.is_operating for row in facilities)),
        "tree": tree_card(document),
        "statistics": statistics_of_chain(Commodity.objects.filter(group=chain).values_list("code", flat=True)),
        "owners": owners_chart(facilities),
        "facilities": facilities,
        "facility_sources": facility_sources,
        "balances": balances,
        "without": without_supply(documents),
        "raw_sentence": _raw_sentence(balances),
        "notes": list(dict.fromkeys(note for one in balances for note in one.notes)),
        "sources": list(dict.fromkeys(source for one in balances for source in one.sources)),
        "raw": raw and _raw_card(raw),
        "province_series": series_read(settings.PROVINCE_CODE).get(chain, []),
    }


def _main_raw(documents: list[Json]) -> Json | None:
    """Return the raw material of the land or sea with the largest supply."""
    raw = [one for one in documents if one["supply_per_year"] and one["comes_from"] == "source_areas"]
    return max(raw, key=lambda one: one["supply_per_year"], default=None)


def _raw_card(document: Json) -> Json:
    (balance,) = balances_of([document])
    names = dict(district_list().values_list("code", "name"))
    return {
        "balance": balance,
        "chart": district_chart(document),
        "rows": [
            {"code": row["region"], "name": row["region_name"], "balance": one}
            for row in sorted(document["districts"], key=lambda row: -row["supply_per_year"])
            for one in balances_of([{**document, **_of_district(row)}])
        ],
        "sources": source_lines(origin_of(source) for row in document["districts"] for source in row["sources"]),
        "missing": [names.get(gap["region"], gap["region"]) for gap in document["missing"] if "region" in gap],
    }


def _of_district(row: Json) -> Json:
    """Return the amounts of one district under the names that those of the province have."""
    return {name: row[name] for name in ("supply_per_year", "taken_per_year", "unprocessed_per_year")}


def _key_figures(balances: list[Balance], document: Json, *, operating: int) -> list[KeyFigure]:
    grown = next((one for one in balances if one.years), None)
    steps, gaps = len(document["steps"]), len(document["gaps"])
    forgone = [part for one in balances for part in one.forgone if part.mid is not None]
    figures = [
        KeyFigure(
            label=grown.name if grown else _("Supply"),
            value=grown.supply_text if grown else not_recorded(),
            note=_("supply, %(years)s") % {"years": grown.years} if grown else "",
        ),
        KeyFigure(
            label=_("Left without a recorded plant"),
            value=grown.left_text if grown else not_recorded(),
            note=grown.name if grown else "",
        ),
        KeyFigure(label=_("Plants operating"), value=str(operating), note=_("recorded in the province")),
        KeyFigure(
            label=_("Steps without a plant"),
            value=_("%(gaps)d of %(steps)d") % {"gaps": gaps, "steps": steps},
            note=_("not recorded is not absent"),
        ),
    ]
    if forgone:
        most = max(forgone, key=lambda part: part.mid or 0.0)
        note = f"{most.ends}, {most.process}" if most.ends else most.process
        figures.append(KeyFigure(_("Value added forgone, a year"), rupiah(most.mid), note))
    return figures


def _raw_sentence(balances: list[Balance]) -> str:
    left = [one for one in balances if one.left > 0]
    if not left:
        return _("Recorded plants take all of the recorded supply.")
    return _("Leaves raw, a year: %(names)s.") % {"names": listed([f"{one.name} {one.left_text}" for one in left])}


def _chain_row(chain: str, title: str, documents: list[Json]) -> Json:
    raw = _main_raw(documents)
    balance = balances_of([raw])[0] if raw else None
    document = chain_document(chain, district=None)
    return {
        "code": chain,
        "title": title,
        "balance": balance,
        "steps": len(document["steps"]),
        "with_plant": len(document["steps"]) - len(document["gaps"]),
    }
