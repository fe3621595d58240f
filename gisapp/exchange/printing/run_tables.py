"""A run as tables: what was asked, what was found, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gisapp.exchange.printing.run_parameters import parameter_rows
from gisapp.exchange.printing.run_subject import place_name
from gisapp.exchange.printing.tables import Column, Table, Value

Json = dict[str, Any]
Row = tuple[Value, ...]
_RULE_STATES: Final[Mapping[str, Any]] = {
    "met": gettext_lazy("met"),
    "missed": gettext_lazy("missed"),
    "unknown": gettext_lazy("not known"),
}


@dataclass(frozen=True, slots=True)
class RunTables:
    """All tables of a report, in the active language."""

    parameters: Table
    sites: Table
    parts: Table
    districts: Table
    supply: Table
    competitors: Table
    rules: Table
    economics: Table
    sources: Table

    @property
    def of_sites(self) -> tuple[Table, ...]:
        """Those that explain each site, in the order in which they are read."""
        return (self.parts, self.districts, self.supply, self.competitors, self.rules, self.economics)

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table."""
        return (self.parameters, self.sites, *self.of_sites, self.sources)


def run_tables(document: Json, features: list[Json]) -> RunTables:
    """Return the tables of a run.

    Parameters
    ----------
    document, features
        What `gisapp.planning.presentation` tells of a run and of its sites.
    """
    sites = [feature["properties"] for feature in features]
    unit = pgettext("unit", "%(unit)s/yr") % {"unit": document["process"]["feed_unit"]}
    rank = Column(_("No."), digits=0, share=0.5)
    value_columns = (Column(_("Parameter"), share=3), Column(_("Value"), share=2), Column(_("Unit")))
    return RunTables(
        parameters=Table(_("Parameters"), _("Parameters"), value_columns, parameter_rows(document)),
        sites=_sites(features, rank=rank, unit=unit),
        parts=_parts(sites, rank=rank),
        districts=_districts(sites, rank=rank, unit=unit),
        supply=_supply(sites, rank=rank, unit=unit),
        competitors=_competitors(sites, rank=rank, unit=unit),
        rules=_rules(sites, rank=rank),
        economics=_economics(sites, rank=rank),
        sources=_sources(document, sites),
    )


def _sites(features: list[Json], *, rank: Column, unit: str) -> Table:
    columns = (
        rank,
        Column(_("Subdistrict, district"), share=3),
        Column(_("Role"), share=1.2),
        Column(_("Longitude"), "°", 5, share=1.3),
        Column(_("Latitude"), "°", 5, share=1.3),
        Column(_("Score"), "", 3),
        Column(_("Size"), unit, 0, share=1.2),
        Column(_("Supply"), unit, 0, share=1.2),
        Column(_("Within reach"), unit, 0, share=1.3),
        Column(_("Used"), "%", 1),
        Column(_("Mean drive"), _("min"), 0),
    )
    rows = [_site_row(feature) for feature in features]
    return Table(_("Sites"), _("Suggested sites"), columns, rows)


def _site_row(feature: Json) -> Row:
    site = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    role = _("reserve") if site["is_reserve"] else _("upgrade") if site["enlarges"] else _("plant")
    figures = (site["score"], site["capacity_t_per_year"], site["supply_t_per_year"], site["reachable_t_per_year"])
    return (site["rank"], place_name(site), role, lon, lat, *figures, site["utilisation"] * 100, site["mean_minutes"])


def _parts(sites: list[Json], *, rank: Column) -> Table:
    columns = (
        rank,
        Column(_("Criterion"), share=2),
        Column(_("Weight"), "%", 1),
        Column(_("Value"), _("0 to 1"), 3),
        Column(_("Contribution"), "", 3, share=1.2),
        Column(_("How it stands"), share=4),
    )
    rows = [
        (
            site["rank"],
            part["label"],
            part["weight"] * 100,
            part["value"],
            part["contribution"],
            part["state"],
        )
        for site in sites
        for part in site["parts"]
    ]
    return Table(_("Parts of the score"), _("Where the score comes from"), columns, rows)


def _districts(sites: list[Json], *, rank: Column, unit: str) -> Table:
    columns = (rank, Column(_("District"), share=3), Column(_("Code")), Column(_("Supply"), unit, 0, share=2))
    rows = [
        (site["rank"], one["name"], one["code"], one["supply_t_per_year"])
        for site in sites
        for one in site["supply_by_district"]
    ]
    return Table(_("Supply by district"), _("Supply by district"), columns, rows)


def _supply(sites: list[Json], *, rank: Column, unit: str) -> Table:
    columns = (
        rank,
        Column(_("Source"), share=3),
        Column(_("District"), share=2),
        Column(_("Supply"), unit, 0, share=1.3),
        Column(_("Drive"), _("min"), 0),
        Column(_("Delivered cost"), _("Rp/t of 2025"), 0, share=1.6),
    )
    rows = [row for site in sites for row in _supply_rows(site)]
    return Table(_("Supply"), _("Supply by source"), columns, rows)


def _supply_rows(site: Json) -> Iterator[Row]:
    for one in site["supply_by_source"]:
        name = one["name"] or _("source area %(id)s") % {"id": one["source_id"]}
        cost = next((value for key, value in one.items() if key.startswith("delivered_idr_")), None)
        yield site["rank"], name, one["district"], one["supply_t_per_year"], one["minutes"], cost
    rest = site["supply_of_other_sources"]
    if rest["sources"]:
        name = _("%(count)d other sources") % {"count": rest["sources"]}
        yield site["rank"], name, "", rest["supply_t_per_year"], None, None


def _competitors(sites: list[Json], *, rank: Column, unit: str) -> Table:
    columns = (
        rank,
        Column(_("Plant"), share=3),
        Column(_("Drive"), _("min"), 0),
        Column(_("Takes"), unit, 0, share=1.2),
        Column(_("Capacity"), unit, 0, share=1.2),
        Column(_("Capacity known"), share=1.2),
    )
    rows = [
        (
            site["rank"],
            one["name"],
            one["minutes"],
            one["takes_t_per_year"],
            one["capacity_t_per_year"],
            _("assumed") if one["capacity_is_assumed"] else _("recorded"),
        )
        for site in sites
        for one in site["competitors"]
    ]
    return Table(_("Competitors"), _("Competitors"), columns, rows)


def _rules(sites: list[Json], *, rank: Column) -> Table:
    columns = (rank, Column(_("Rule"), share=3), Column(_("State")), Column(_("Legal basis"), share=4))
    rows = [
        (site["rank"], one["label"], str(_RULE_STATES.get(one["state"], one["state"])), one["legal_basis"])
        for site in sites
        for one in site["rules"]
    ]
    return Table(_("Rules"), _("Rules met and missed"), columns, rows)


def _economics(sites: list[Json], *, rank: Column) -> Table:
    columns = (
        rank,
        Column(_("Figure"), share=3),
        Column(_("Low"), "", 2),
        Column(_("Mid"), "", 2),
        Column(_("High"), "", 2),
        Column(_("Unit"), share=1.5),
    )
    rows = [(site["rank"], *row) for site in sites if site["economics"] for row in _economics_rows(site["economics"])]
    return Table(_("Economics"), _("Economics"), columns, rows)


def _economics_rows(economics: Json) -> Iterator[Row]:
    year = economics["price_year"]
    for key, (title, unit, factor) in _figures(year).items():
        ends = economics.get(key)
        if ends:
            low, mid, high = (None if ends[end] is None else ends[end] * factor for end in ("low", "mid", "high"))
            yield title, low, mid, high, unit


def _figures(year: int) -> dict[str, tuple[str, str, float]]:
    """Return title, unit and factor of each figure that is told low, mid and high."""
    million, per_tonne = _("million Rp of %d") % year, _("Rp/t of %d") % year
    return {
        f"capex_idr_{year}_million": (_("Investment"), million, 1),
        f"opex_idr_{year}_million_per_year": (_("Running it, a year"), million, 1),
        f"raw_material_idr_{year}_per_t": (_("Raw material"), per_tonne, 1),
        f"haulage_idr_{year}_per_t": (_("Haulage"), per_tonne, 1),
        f"delivered_idr_{year}_per_t": (_("Delivered cost"), per_tonne, 1),
        f"gross_margin_idr_{year}_per_t": (_("Gross margin"), per_tonne, 1),
        f"npv_idr_{year}_million": (_("Net present value"), million, 1),
        "irr": (_("Internal rate of return"), _("% a year"), 100),
        "payback_years": (_("Paid back after"), _("years"), 1),
        "break_even_km": (_("Break-even distance"), "km", 1),
    }


def _sources(document: Json, sites: list[Json]) -> Table:
    columns = (Column(_("About"), share=2), Column(_("Source"), share=5), Column(_("Year"), "", None))
    cited = [(_before_source(note), note) for note in document["notes"] if note.get("source")]
    of_sites = (one for site in sites for key in ("parts", "competitors", "nearby") for one in site[key])
    cited += [(one.get("label") or one["name"], one) for one in of_sites if one["source"]]
    rows = dict.fromkeys((words, one["source"], str(one["year"] or "")) for words, one in cited)
    return Table(_("Sources"), _("Sources"), columns, list(rows))


def _before_source(note: Json) -> str:
    """Return the words of a note without the source that they end with."""
    words: str = note["text"]
    return words.partition(note["source"])[0].rpartition(". ")[0] or words
