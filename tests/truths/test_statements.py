"""Published statements on South Kalimantan that the product must reproduce or must not contradict.

Each test bears the id of its statement; values stand here with their source. `NOT_YET` lists the statements that
neither the data nor the engine speak to so far, and why; together they are all.
"""

import csv
import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.conf import settings

from gisapp.geo.crs import transform
from gisapp.planning.adapters import planning_input_read
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.prepared import prepared_for
from gisapp.potential.specialisation import location_quotient
from gisapp.siting.engine import prepare
from gisapp.siting.travel import points_on, travel_minutes
from layers.models import (
    Commodity,
    District,
    DistrictKind,
    Facility,
    FacilityStatus,
    InstalledCapacity,
    Process,
    ProcessFlow,
    ProductionStatistic,
    RunStatus,
    SectorStatistic,
    SourceArea,
    Subdistrict,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

STATEMENTS = Path(settings.BASE_DIR).parent / "shared" / "facts" / "truths.csv"
ALL_IDS = frozenset(
    f"U{number:03}"
    for number in (
        *(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29, 31, 32, 34, 35, 37, 38, 40, 41),
        *(43, 44, 46, 47, 49, 50, 52, 53, 55, 56, 58, 59, 61, 62),
    )
)
NOT_YET = {
    "U004": "No data on Central Kalimantan: the study area is one province.",
}


def stated(commodity, region, measure, year, **fields):
    return ProductionStatistic.objects.get(
        commodity__code=commodity, region_code=region, measure=measure, year=year, **fields
    ).value


def palm_area_ha(year, series):
    rows = ProductionStatistic.objects.filter(
        commodity__code="oil_palm", measure="area_ha", year=year, series__startswith=series, district__isnull=False
    )
    return dict(rows.values_list("district__code", "value"))


def supply_t(commodity, **fields):
    return sum(SourceArea.objects.filter(commodity__code=commodity, **fields).values_list("annual_tonnes", flat=True))


def english(client, run):
    return client.get(f"/api/siting-runs/{run.pk}", headers={"Accept-Language": "en"}).json()


def test_u001_no_new_crumb_rubber_factory(answer):
    """270,000 t/yr of capacity (Gapkindo 2023, kilasbanua.com): must not suggest a new factory."""
    run = answer("crumb_rubber")
    assert run.status == RunStatus.REFUSED
    assert not run.sites.exists()
    assert run.refusal["code"] == "capacity_exceeds_supply"
    assert run.refusal["figures"]["capacity_t_per_year"] == pytest.approx(270_000)
    assert len(run.refusal["offers"]) >= 3
    assert Process.objects.filter(code__in=run.refusal["offers"], chain="rubber").count() == len(run.refusal["offers"])


def test_u002_crumb_rubber_is_short_by_35_6_percent(answer, client):
    """174,000 t/yr of raw material (Gapkindo 2023, kilasbanua.com) against 270,000: 35.6 % short."""
    run = answer("crumb_rubber")
    assert run.refusal["figures"]["supply_t_per_year"] == pytest.approx(174_000)
    assert run.refusal["figures"]["shortage_share"] == pytest.approx(0.356, abs=0.0005)
    reason = english(client, run)["refusal"]["reason"]
    assert "270 kt/yr" in reason
    assert "174 kt/yr" in reason
    assert "35.6 %" in reason


def test_u005_a_crumb_rubber_factory_closed():
    """One, for lack of raw material (baritopost.co.id 2023-10-20)."""
    closed = ProductionStatistic.objects.get(commodity__code="crumb_rubber_sir20", measure="factories_closed_count")
    assert (closed.value, closed.region_code, closed.year) == (1, "63", 2023)
    assert closed.note == "For want of raw material."


def test_u007_mills_run_well_below_their_capacity(answer):
    """5,340,000 t of bunches (2024, kalimantan.bisnis.com) against 46 mills."""
    assert supply_t("oil_palm") == pytest.approx(5_340_000, rel=1e-6)
    run = answer("palm_kernel_crushing")
    mills = next(
        a for a in run.summary["assumptions"] if a["code"] == "supply_from_plants" and a["subject"] == "palm_oil_mill"
    )
    assert 0.4 < mills["figures"]["used_share"] < 0.7


def test_u008_extraction_lies_in_the_measured_range():
    """1.16 Mt of oil from 5.34 Mt of bunches is 21.7 % (kalimantan.bisnis.com 2024-04-04)."""
    flow = ProcessFlow.objects.get(process__code="palm_oil_mill", commodity__code="crude_palm_oil", role="main")
    assert 0.20 <= flow.coefficient_mid <= 0.23
    assert flow.coefficient_low <= 0.217 <= flow.coefficient_high


def test_u010_kotabaru_is_the_largest_palm_district():
    """Warta Ekonomi 2021; BPS 2018; Trase 2022: in every source, and in the supply that runs draw on."""
    by_code = {
        code: supply_t("oil_palm", district__code=code) for code in District.objects.values_list("code", flat=True)
    }
    for area in (palm_area_ha(2022, "satellite"), palm_area_ha(2018, "as quoted"), by_code):
        assert max(area, key=area.__getitem__) == "6302"


def test_u011_register_and_satellite_stand_side_by_side():
    """156,554 ha by register (Warta Ekonomi 2021) and 265,929 ha by satellite (Trase 2022)."""
    assert stated("oil_palm", "6302", "area_ha", 2021, series="all tenure") == pytest.approx(156_554, rel=0.02)
    assert palm_area_ha(2022, "satellite")["6302"] == pytest.approx(265_929, rel=0.001)


def test_u013_palm_area_by_register():
    """506,269 ha (haisawit.co.id 2025-10-25)."""
    assert stated("oil_palm", "63", "area_ha", 2025) == pytest.approx(506_269, rel=0.01)


def test_u014_smallholders_have_a_quarter():
    """107,582 ha (goodnews.co.id 2022-10-26) of 427,616 ha."""
    small = stated("oil_palm", "63", "area_ha", 2022, series="smallholder", source__startswith="goodnews")
    assert small == pytest.approx(107_582, rel=0.01)
    assert small / stated("oil_palm", "63", "area_ha", 2022, series__startswith="all tenure") == pytest.approx(
        0.25, abs=0.01
    )


def test_u016_biodiesel_capacity():
    """2,500 t/day (kalimantan.bisnis.com 2024), at 300 days a year."""
    capacity = InstalledCapacity.objects.get(process__code="biodiesel", region_code="63")
    assert capacity.capacity_per_year == 2_500 * 300


@pytest.mark.parametrize(
    ("code", "million", "currency"),
    [
        # U017: Rp195 bn for 60 t/h in Kotabaru (lenterabanua.com 2022).
        pytest.param("palm_oil_mill", 195_000, "IDR", id="U017"),
        # U019: US$12 M for 27 kt/yr (amp.kontan.co.id 2017-12-10).
        pytest.param("crumb_rubber", 12, "USD", id="U019"),
        # U020: Rp600 bn for 20 kt a month (katadata.co.id 2019-07-09).
        pytest.param("feed_mill", 600_000, "IDR", id="U020"),
    ],
)
def test_u017_u019_u020_investment(code, million, currency):
    process = Process.objects.get(code=code)
    assert process.capex_mid_million == pytest.approx(million, rel=0.1)
    assert process.capex_currency == currency
    assert process.cost_source
    assert process.capex_year


def test_u022_hen_eggs_of_the_province(client):
    """114,010 t in 2025 against a need of 50,001 t (sinarkalsel.com 2026-02): a surplus."""
    assert stated("hen_eggs", "63", "production_t", 2025) == pytest.approx(114_010, rel=0.01)
    (balance,) = client.get("/api/potential/production", {"commodity": "hen_eggs"}).json()["self_sufficiency"]
    assert (balance["region"], balance["year"]) == ("63", 2025)
    assert balance["need"] == pytest.approx(50_001, rel=0.001)
    assert balance["surplus"] == pytest.approx(114_010 - 50_001, rel=0.001)


def test_u023_surplus_of_eggs_in_a_month():
    """5,554 t in September 2025 (redaksi8.com 2025-10)."""
    assert stated("hen_eggs", "63", "surplus_t_per_month", 2025) == pytest.approx(5_554, rel=0.01)


def test_u025_maize_drying_belongs_in_tanah_laut(answer):
    """The feed mills of Pelaihari get 40 % of their maize from the province (kalsel.antaranews.com 33217, 2015)."""
    run = answer("maize_drying")
    best = run.sites.select_related("district").get(rank=1)
    assert run.status == RunStatus.SUGGESTED
    assert best.district.code == "6301"


def test_u026_two_feed_mills_of_tanah_laut_compete():
    """kalsel.antaranews.com 85022 (2019)."""
    given = planning_input_read(SitingParameters(process="feed_mill"))
    row = given.problem.districts.code.index("6301")
    boundary = given.problem.districts.boundary[row].buffer(5_000)
    plants = given.problem.plants
    assert shapely.contains_xy(boundary, plants.x_m, plants.y_m).sum() == 2


def test_u028_barito_kuala_grows_most_rice():
    """219,963 t of GKG (BPS KSA 2024)."""
    by_code = {code: supply_t("rice", district__code=code) for code in District.objects.values_list("code", flat=True)}
    assert max(by_code, key=by_code.__getitem__) == "6304"
    assert by_code["6304"] == pytest.approx(219_963, abs=1)


def test_u029_rice_of_the_province():
    """979,359 t (linkalimantan.com 2024); the districts' later KSA figures are 4.8 % above."""
    assert supply_t("rice") == pytest.approx(979_359, rel=0.10)


def test_u031_no_plywood_from_natural_logs(answer):
    """The province grows 18.84 % of the logs its mills need (kayujabon.blogspot.com 2010-04)."""
    run = answer("plywood")
    assert run.status == RunStatus.REFUSED
    figures = run.refusal["figures"]
    assert figures["supply_t_per_year"] / figures["capacity_t_per_year"] == pytest.approx(0.1884, abs=0.0005)


def test_u032_nine_of_fifteen_plywood_mills_ran():
    """9 of 15 in 2010 (kayujabon.blogspot.com 2010-04); 6 of 14 by Kompas 2007-01-13."""
    assert stated("plywood", "63", "mills_running_count", 2010) == 9
    assert InstalledCapacity.objects.get(process__code="plywood", region_code="63").plant_count == 15


@pytest.mark.parametrize("size", ["100 t", "1,000 t"])
def test_u034_rattan_collected_fills_no_factory(answer, size):
    """225-525 kg a month at Muara Uya and Jaro (infokalsel.blogspot.com 2011-04)."""
    run = answer(f"rattan, {size}")
    assert run.status == RunStatus.REFUSED
    assert run.refusal["code"] == "residual_too_small"
    assert 0.225 * 12 <= run.refusal["figures"]["supply_t_per_year"] <= 0.525 * 12


def test_u035_weavers_of_purun():
    """22,000 people in Hulu Sungai Utara (kalsel.antaranews.com 25170, 2015)."""
    assert stated("purun_wickerwork", "6308", "weavers_count", 2015) == 22_000


def test_u037_albumin_is_limited_by_fish(answer, client):
    """720,000 snakehead fry a year from three hatcheries (kalsel.antaranews.com 464149, 2025): no tonnage is known."""
    run = answer("snakehead_albumin")
    assert run.status == RunStatus.REFUSED
    assert run.refusal["code"] == "no_supply_recorded"
    assert "does not mean none" in english(client, run)["refusal"]["reason"]


def test_u038_fish_of_kotabaru():
    """56,315 t (kalsel.antaranews.com 41533, 2015)."""
    assert stated("all_fish", "6302", "production_t", 2015) == pytest.approx(56_315, rel=0.01)


def test_u040_aquaculture_of_banjar():
    """32,720 t (kalsel.antaranews.com 1263, 2010)."""
    assert stated("farmed_fish", "6303", "production_t", 2010) == pytest.approx(32_720, rel=0.01)
    assert supply_t("farmed_fish", district__code="6303") == pytest.approx(32_720, rel=0.01)


def sections(region, year=2024):
    rows = SectorStatistic.objects.filter(region_code=region, year=year, measure="grdp_constant_2010")
    return dict(rows.values_list("section", "value"))


def test_u041_sections_sum_to_the_product_of_the_province():
    """156,769.94 billion rupiah at constant 2010 prices (BPS 2024)."""
    values = sections("63")
    assert len(values) == 17
    assert sum(values.values()) == pytest.approx(156_769.94, rel=0.001)


def test_u043_kotabaru_is_the_most_industrial_district():
    """30.9 % of its product is manufacturing (computed from BPS 2024), the highest of the 13."""
    share = {}
    for code in District.objects.values_list("code", flat=True):
        values = {section: value for section, value in sections(code).items() if value is not None}
        share[code] = 100 * values["C"] / sum(values.values())
    assert max(share, key=share.__getitem__) == "6302"
    assert share["6302"] == pytest.approx(30.9, rel=0.01)


def test_u044_only_kotabaru_is_specialised_in_manufacturing():
    """Location quotient 1.458 against the nation (BPS 2024), the only one above 1."""
    names = sorted(sections("00"))
    codes = sorted(District.objects.values_list("code", flat=True))
    by_district = {code: sections(code) for code in codes}
    values = np.array([[by_district[code].get(name, np.nan) for name in names] for code in codes], dtype=float)
    nation = sections("00")
    quotient = location_quotient(values, np.array([nation[name] for name in names]))[:, names.index("C")]
    assert quotient[codes.index("6302")] == pytest.approx(1.458, rel=0.01)
    assert (quotient > 1).sum() == 1


def current_share(section):
    return SectorStatistic.objects.get(region_code="63", year=2025, measure="grdp_current_share", section=section).value


def test_u046_mining_weighs_more_at_current_prices():
    """27.12 % (Q3 2025, kalsel.antaranews.com 491297) against 22.6 % at constant prices."""
    values = sections("63")
    assert current_share("B") == pytest.approx(27.12)
    assert current_share("B") > 100 * values["B"] / sum(values.values())


def test_u047_manufacturing_at_current_prices():
    """11.31 % (Q3 2025, kalsel.antaranews.com 491297)."""
    assert current_share("C") == pytest.approx(11.31)


def test_u052_company_haulage_is_warned_of_and_never_taken_for_allowed(answer, client):
    """Barred from public roads (Perda Kalsel 3/2008, kalsel.antaranews.com 333953, 2022).

    Neither hauling roads nor owners of land are in the data, so no route can be laid off public roads; no site may
    pass for one that keeps the rule.
    """
    run = answer("palm_oil_mill")
    for site in run.sites.all():
        rule = next(rule for rule in site.rules if rule["code"] == "haulage_off_public_roads")
        assert rule["state"] == "unknown"
        assert "Perda Kalsel 3/2008" in rule["legal_basis"]
    (note,) = [note for note in english(client, run)["notes"] if note["code"] == "public_roads_barred"]
    assert "may not haul this raw material on public roads" in note["text"]


def test_u053_slope_is_unknown_until_surveyed_and_then_excludes(answer, client):
    """15 % (Permenperin 30/2020, ekonomi.bisnis.com 2020-11-04): steeper cells are excluded."""
    run = answer("maize_drying")
    site = run.sites.get(rank=1)
    steep = next(rule for rule in site.rules if rule["code"] == "outside_steep")
    assert steep["state"] == "unknown"
    assert "Permenperin 30/2020" in steep["legal_basis"]
    x, y = site.location.coords
    factories.exclusion_zone(x - 0.03, y - 0.03, x + 0.03, y + 0.03, reason="steep", name="slope above 15 %")
    here = client.get("/api/why-not", {"lon": x, "lat": y}).json()
    assert not here["can_be_chosen"]
    assert "steep" in [reason["code"] for reason in here["reasons"]]


def test_u055_pulau_laut_is_reached_by_the_ferry_alone():
    """Batulicin - Tanjung Serdang, 4 km, about 60 min (eksplosif.blogspot.com 2021-01)."""
    given = planning_input_read(SitingParameters(process="palm_oil_mill"))
    problem, prepared = given.problem, prepared_for(given)
    kotabaru = District.objects.get(code="6302").seat
    lon, lat = np.array([116.0, kotabaru.x]), np.array([-3.45, kotabaru.y])

    def minutes(parts):
        x_m, y_m = transform(lon, lat, source_srid=4326, target_srid=problem.study_area.srid)
        points = points_on(parts.terrain, x_m, y_m, tolerance_m=5_000)
        return travel_minutes(parts.graph, points[np.array([0])], points[np.array([1])], np.inf)[0, 0]

    assert 60 <= minutes(prepared) < 240
    dry = ~problem.roads.is_ferry
    roads = type(problem.roads)(**{name: getattr(problem.roads, name)[dry] for name in problem.roads.__slots__})
    assert np.isinf(minutes(prepare(dataclasses.replace(problem, roads=roads))))


def test_u056_districts_and_subdistricts():
    """Kepmendagri 300.2.2-2430/2025: 11 kabupaten, 2 kota, 156 kecamatan."""
    assert District.objects.filter(kind=DistrictKind.KABUPATEN).count() == 11
    assert District.objects.filter(kind=DistrictKind.KOTA).count() == 2
    assert Subdistrict.objects.count() == 156


@pytest.mark.parametrize(
    ("name", "area_ha"),
    [
        # kalsel.antaranews.com 63651 (2018)
        pytest.param("Jorong", 6_370, id="U058"),
        # kalsel.antaranews.com 67437 (2018); 500 ha in 2017
        pytest.param("Batulicin", 2_000, id="U059"),
    ],
)
def test_u058_u059_estates(name, area_ha):
    estate = Facility.objects.exclude(status=FacilityStatus.CLOSED).get(kind="industrial_estate", name__icontains=name)
    assert estate.area_ha == area_ha


def test_u061_price_of_bunches():
    """2,566-3,550 Rp/kg (surabaya.bisnis.com 2025-01-18)."""
    palm = Commodity.objects.get(code="oil_palm")
    assert (palm.price_low_idr, palm.price_high_idr, palm.price_year) == (2_566, 3_550, 2025)


@pytest.mark.parametrize(
    ("words", "backward", "forward"),
    [
        pytest.param("Rubber", 1.1946, 1.0994, id="U049"),
        pytest.param("rattan", 1.1734, 1.1605, id="U050"),
    ],
)
def test_u049_u050_key_sectors(client, words, backward, forward):
    """BPS, input-output table 2016: rubber and plastics; wood, rattan and bamboo goods."""
    rows = client.get("/api/potential/linkages", headers={"Accept-Language": "en"}).json()["rows"]
    (row,) = [row for row in rows if words in row["name"]]
    assert (row["backward"], row["forward"]) == (backward, forward)
    assert row["is_key_sector"]
    assert row["year"] == 2016


def test_u062_value_added_of_estate_crops(client):
    """8,738.92 billion rupiah at current prices in 2024 (BPS, databoks.katadata.co.id 59cea3f8d4fa7f4)."""
    answer = client.get("/api/potential/indices", {"measure": "published", "year": 2024}).json()
    (row,) = [row for row in answer["rows"] if row["section"] == "A-estate"]
    assert row["value"] == pytest.approx(8_738.92)
    assert row["unit"] == "billion IDR"
    assert "databoks" in row["source"]


def ids_with_a_test():
    names = [name for name in vars(sys.modules[__name__]) if name.startswith("test_u0")]
    return [f"U{part[1:]}" for name in names for part in name.split("_")[1:] if part[0] == "u" and part[1:].isdigit()]


def test_every_statement_is_tested_or_listed_with_the_reason():
    ids = ids_with_a_test()
    assert len(ids) == len(set(ids))
    assert set(ids).isdisjoint(NOT_YET)
    assert set(ids) | set(NOT_YET) == ALL_IDS
    assert all(len(reason) > 20 for reason in NOT_YET.values())


@pytest.mark.skipif(not STATEMENTS.exists(), reason="the shared facts are not on this machine")
def test_ids_are_those_of_the_shared_facts():
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        assert {row["truth_id"] for row in csv.DictReader(file)} == ALL_IDS
