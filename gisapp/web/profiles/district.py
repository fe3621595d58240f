"""Everything that the page of one district shows."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gisapp.planning.errors import DataMissingError
from gisapp.planning.potentials.chains import chain_document
from gisapp.planning.potentials.district import district_document
from gisapp.planning.potentials.questions import TableQuestion
from gisapp.planning.potentials.unprocessed import UnprocessedQuestion, unprocessed_document
from gisapp.web.profiles.balance import Balance, balance_sentence, balances_of, listed, share_chart, without_supply
from gisapp.web.profiles.economy import (
    quotient_chart,
    quotient_sentence,
    section_rows,
    shift_chart,
    shift_sentence,
)
from gisapp.web.profiles.facilities import FacilityRow, facilities_read
from gisapp.web.profiles.names import chain_titles, district_title
from gisapp.web.profiles.outlines import district_outlines
from gisapp.web.profiles.parts import Choice, KeyFigure
from gisapp.web.profiles.series import Series, drawn, series_chart, series_read, series_sentence
from gisapp.web.profiles.sources import origin_of, source_lines
from gisapp.web.profiles.steps import tree_card
from gisapp.web.profiles.units import figure, unit_word
from layers.models import District, Facility

Json = dict[str, Any]
RAW_MATERIALS_IN_FIGURES = 2


def district_context(district: District, asked: Mapping[str, str]) -> Json:
    """Return the context of the page.

    Parameters
    ----------
    asked
        Of the address: `chain` and `series`; what is not known is taken as not given.
    """
    document = _economy(district.code)
    materials = unprocessed_document(UnprocessedQuestion(district=district.code))["commodities"]
    balances = balances_of(materials)
    series = series_read(district.code)
    titles = chain_titles()
    chain = _chain(asked.get("chain", ""), titles=titles, balances=balances, materials=materials)
    chain_json = chain_document(chain, district=district.code) if chain else None
    facilities, facility_sources = facilities_read(Facility.objects.filter(district=district))
    return {
        "district": district,
        "title": district_title(district),
        "outlines": district_outlines(),
        "chain": chain,
        "chains": [Choice(code, title, code == chain) for code, title in titles.items()],
        "chain_title": titles.get(chain, ""),
        "sentence": _sentence(facilities, balances),
        "key_figures": _key_figures(district, document, balances),
        "district_sources": source_lines([(district.source, _source_year(district), district.confidence == "S")]),
        "balance": _balance_card(balances, materials),
        "economy": document and _economy_card(document),
        "trend": _trend_card(series.get(chain, []), asked.get("series", "")),
        "tree": chain_json and tree_card(chain_json),
        "facilities": facilities,
        "facility_sources": facility_sources,
        "statistics": _statistics(series, titles),
    }


def _economy(code: str) -> Json | None:
    try:
        return district_document(code, TableQuestion())
    except DataMissingError:
        return None


def _chain(asked: str, *, titles: Mapping[str, str], balances: list[Balance], materials: list[Json]) -> str:
    """Return the chain asked for, else that of the largest supply."""
    if asked in titles:
        return asked
    chain_of = {one["commodity"]: one["chain"] for one in materials}
    with_supply = [chain_of[one.code] for one in balances if chain_of[one.code] in titles]
    return next(iter(with_supply), next(iter(titles), ""))


def _sentence(facilities: list[FacilityRow], balances: list[Balance]) -> str:
    plants = sum(row.is_operating and not row.is_glyph for row in facilities)
    first = ngettext(
        "%(plants)d plant or small-industry centre is recorded.",
        "%(plants)d plants and small-industry centres are recorded.",
        plants,
    ) % {"plants": plants}
    untaken = [one.name for one in balances if one.taken is None]
    if not untaken:
        return first
    return f"{first} " + _("Without a recorded plant that takes it: %(names)s.") % {"names": listed(untaken)}


def _key_figures(district: District, document: Json | None, balances: list[Balance]) -> list[KeyFigure]:
    figures = []
    if document is not None:
        totals = document["totals"]
        figures = [
            KeyFigure(
                label=_("Product of the district"),
                value=figure(totals["value"]["value"], document["statistic_unit"]),
                note=_("constant 2010 prices, %(year)d, BPS") % {"year": document["year"]},
            ),
            KeyFigure(
                label=_("Growth a year"),
                value=figure(totals["growth"]["value"], "percent"),
                note=_("%(from)d to %(to)d; province %(base)s")
                % {
                    "from": document["from_year"],
                    "to": document["year"],
                    "base": figure(totals["growth"]["base_growth"], "percent"),
                },
            ),
        ]
    grown = [one for one in balances if one.years][:RAW_MATERIALS_IN_FIGURES]
    figures += [KeyFigure(label=one.name, value=one.supply_text, note=_supply_note(one)) for one in grown]
    figures.append(
        KeyFigure(
            label=_("Inhabitants"),
            value=figure(None if district.population is None else float(district.population)),
            note=_("from the record of the district"),
        )
    )
    return figures


def _source_year(district: District) -> int | None:
    return district.source_date.year if district.source_date else None


def _supply_note(one: Balance) -> str:
    return _("supply, %(years)s; left: %(left)s") % {"years": one.years, "left": one.left_text}


def _balance_card(balances: list[Balance], materials: list[Json]) -> Json:
    return {
        "rows": balances,
        "sentence": balance_sentence(balances),
        "chart": share_chart(balances),
        "without": without_supply(materials),
        "sources": list(dict.fromkeys(source for one in balances for source in one.sources)),
        "notes": list(dict.fromkeys(note for one in balances for note in one.notes)),
    }


def _economy_card(document: Json) -> Json:
    return {
        "quotients": quotient_chart(document),
        "quotient_sentence": quotient_sentence(document),
        "shift": shift_chart(document),
        "shift_sentence": shift_sentence(document),
        "rows": section_rows(document),
        "sources": source_lines(map(origin_of, document["sources"])),
        "unit_word": unit_word(document["statistic_unit"]),
        "series": document["series"],
        "year": document["year"],
        "from_year": document["from_year"],
        "measures": document["measures"],
        "missing": document["missing"],
    }


def _trend_card(series: list[Series], asked: str) -> Json:
    """Return the series that can be drawn, and the one that is."""
    lines = drawn(series)
    chosen = next((one for one in lines if one.key == asked), next(iter(lines), None))
    return {
        "choices": [Choice(one.key, f"{one.title}, {one.name}", one is chosen) for one in lines],
        "chosen": chosen,
        "chart": chosen and series_chart(chosen),
        "sentence": chosen and series_sentence(chosen),
        "sources": chosen and source_lines((source, None, True) for source in chosen.sources),
    }


def _statistics(series: Mapping[str, list[Series]], titles: Mapping[str, str]) -> list[Json]:
    """Return the newest figure of every series, by chain; one that was counted another way stands beside it."""
    return [
        {"chain": chain, "title": titles.get(chain, one.commodity), "series": one}
        for chain, listed_series in sorted(series.items(), key=lambda item: titles.get(item[0], "~"))
        for one in sorted(listed_series, key=lambda one: (one.commodity, one.measure, -one.newest.year))
    ]
