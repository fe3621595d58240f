"""Further statements of the same kinds, from the collected facts, to which an expert would hold the answers."""

import pytest

from gisapp.planning.economics import capex_idr, costing_read
from gisapp.planning.plan_fit import fits_plan
from gisapp.planning.price_levels import price_levels
from layers.models import Commodity, District, Facility, Process, ProcessFlow, RunStatus, SourceArea

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def ask(client, address, **query):
    response = client.get(f"/api/potential/{address}", query, headers={"Accept-Language": "en"})
    assert response.status_code == 200, response.content
    return response.json()


def supply_t(commodity):
    return sum(SourceArea.objects.filter(commodity__code=commodity).values_list("annual_tonnes", flat=True))


def shares(run):
    rows = run.sites.get(rank=1).supply_by_district
    return {row["code"]: row["supply_t_per_year"] for row in rows}


def not_located(run):
    notes = [note for note in run.summary["assumptions"] if note["code"] == "capacity_not_located"]
    return {note["subject"]: note["figures"] for note in notes}


def test_broilers_exceed_the_need_and_are_slaughtered_within_two_hours_of_tanah_laut(client, answer):
    """123,330 t of meat in 2025 against a need of 52,649 t (sinarkalsel.com 2026-02)."""
    (balance,) = ask(client, "production", commodity="broiler")["self_sufficiency"]
    assert balance["surplus"] == pytest.approx(123_330.49 - 52_649.028)
    # What is placed by district is less than the province makes: 72 % of live weight is meat.
    assert 0.72 * supply_t("broiler") < balance["output"]
    run = answer("poultry_abattoir")
    assert run.status == RunStatus.SUGGESTED
    taken = shares(run)
    assert max(taken, key=taken.__getitem__) == "6301"
    assert run.sites.get(rank=1).mean_minutes <= 120


def test_eggs_exceed_the_need_and_are_processed(answer):
    """114,010 t in 2025 against 50,001 t (sinarkalsel.com 2026-02); only Tanah Laut is placed."""
    run = answer("egg_powder")
    assert run.status == RunStatus.SUGGESTED
    assert set(shares(run)) == {"6301"}


def test_no_large_palm_refinery_on_local_oil(answer):
    """5,750 t a day of three plants against 1.16 Mt of oil a year (kalimantan.bisnis.com 2024-04-04)."""
    run = answer("palm_refinery")
    assert run.status == RunStatus.REFUSED
    assert run.refusal["code"] == "capacity_exceeds_supply"
    figures = run.refusal["figures"]
    assert figures["supply_t_per_year"] == pytest.approx(1_160_000, rel=0.05)
    assert figures["capacity_t_per_year"] == pytest.approx((3_000 + 2_500) * 300)
    assert not_located(run)["palm_refinery"]["not_located_per_year"] == pytest.approx(250 * 300)


def test_the_second_biodiesel_plant_is_not_forgotten(answer):
    """2,500 t a day in the province (kalimantan.bisnis.com 2024), of which Batulicin has 1,500."""
    assert not_located(answer("biodiesel"))["biodiesel"] == {
        "not_located_per_year": (2_500 - 1_500) * 300,
        "total_per_year": 2_500 * 300,
    }


def test_coconut_of_the_province_feeds_one_small_copra_plant_and_no_large_one(answer):
    """23,448 t on 27,865 ha is 0.84 t/ha (diskominfomc 2022-11-27); four districts have a figure, 9.2 kt together."""
    coconut = Commodity.objects.get(code="coconut")
    assert coconut.yield_mid == pytest.approx(23_448 / 27_865, rel=0.01)
    assert supply_t("coconut") == pytest.approx(1_602.7 + 2_830.195 + 4_664 + 78.6)
    assert answer("copra_drying, 4,000 t").status == RunStatus.SUGGESTED
    large = answer("copra_drying, 40,000 t")
    assert large.status == RunStatus.REFUSED
    assert large.refusal["figures"]["supply_t_per_year"] == pytest.approx(supply_t("coconut"))


def test_copra_is_reckoned_in_tonnes_and_not_in_nuts():
    """5.3-6 nuts make a kg of copra (Bappenas road map 2025-2045; ruraldevelopment.info)."""
    drying = Process.objects.get(code="copra_drying")
    assert drying.feed_unit == drying.feed.unit == "t"
    flow = ProcessFlow.objects.get(process=drying, role="main")
    assert flow.coefficient_mid == 1
    assert "0.167-0.189 kg" in flow.note


@pytest.mark.parametrize(
    ("process", "product", "published"),
    [
        pytest.param("rice_mill", "milled_rice", 0.6402, id="BPS SKGB 2018"),
        pytest.param("surimi", "surimi", 0.296, id="Sumarto, patin"),
        pytest.param("cattle_abattoir", "beef_carcass", 171.9 / 312.6, id="Damayanti, bulls"),
        pytest.param("cattle_abattoir", "beef_carcass", 115.4 / 247.0, id="Damayanti, cows"),
        pytest.param("coconut_oil", "crude_coconut_oil", 6_000 / 10_000, id="ruraldevelopment.info"),
        pytest.param("virgin_coconut_oil", "virgin_coconut_oil", 0.235, id="BPTP Jawa Barat"),
    ],
)
def test_published_yields_lie_in_the_range(process, product, published):
    flow = ProcessFlow.objects.get(process__code=process, commodity__code=product, role="main")
    assert flow.coefficient_low - 0.001 <= published <= flow.coefficient_high + 0.001


def test_rice_of_hulu_sungai_tengah_is_that_of_the_area_frame_and_the_other_figure_stands_beside(client):
    """117,445 t by BPS KSA, 198,397 t by the district office, both 2024: never mixed."""
    document = ask(client, "production", commodity="rice", year="2024")
    assert document["series"] == "BPS KSA"
    (row,) = [row for row in document["rows"] if row["region"] == "6307"]
    assert row["value"] == pytest.approx(117_444.6)
    beside = [figure["value"] for other in document["other_figures"] for figure in other["figures"]]
    assert 198_397 in beside


def test_cattle_are_most_in_tanah_laut_and_their_slaughter_is_unknown_and_not_nought(client, answer):
    """102,015 head in 2020 (news.republika.co.id r0z2xa457); no rate of slaughter is recorded."""
    document = ask(client, "production", commodity="cattle", series="BPS district table", district="6301")
    assert document["statistic"] == "population_head"
    run = answer("cattle_abattoir")
    assert run.refusal["code"] == "no_supply_recorded"


def test_marine_catch_is_largest_in_kotabaru_and_frozen_within_two_hours(client, answer):
    """60,414 t of 186,721 t in 2017 (mei05/GIS-hasil-laut-kalimantan-2017)."""
    rows = ask(client, "production", commodity="marine_fish", year="2017")["rows"]
    assert (rows[0]["region"], rows[0]["value"]) == ("6302", 60_414)
    assert supply_t("marine_fish") == pytest.approx(186_721)
    run = answer("fish_freezing")
    assert run.status == RunStatus.SUGGESTED
    assert run.sites.get(rank=1).mean_minutes <= 120


def test_mining_weighs_most_in_balangan(client):
    """67.1 % of its product in 2024, a quotient of 2.8 against the province (BPS)."""
    rows = ask(client, "indices", measure="share", section="B", year="2024")["rows"]
    share = {row["region"]: row["value"] for row in rows if len(row["region"]) == 4}
    assert max(share, key=share.__getitem__) == "6311"
    assert share["6311"] == pytest.approx(67.1, abs=0.1)


def test_crumb_of_existing_factories_feeds_downstream_goods(answer):
    """No new crumb factory (Gapkindo 2023), but goods downstream of the crumb that there is."""
    run = answer("rubber_compound")
    assert run.status == RunStatus.SUGGESTED
    assert run.sites.get(rank=1).reachable_t_per_year == pytest.approx(174_000 * 0.52 / 0.53, rel=0.01)


@pytest.mark.parametrize(
    ("code", "size", "million", "currency", "year"),
    [
        # antarasumsel.com/berita/305648: 100 t of bunches a day.
        pytest.param("mini_palm_oil_mill", 30_000, 23_000, "IDR", 2016, id="mini mill"),
        # innalar.com: 1,500 t a day at Batulicin; fed with 0.9 t of oil a tonne of oil and methanol.
        pytest.param("biodiesel", 450_000, 1_000_000, "IDR", 2021, id="biodiesel"),
        # tirto.id guce 2022-07-18: 10 t of oil a day.
        pytest.param("red_palm_oil_plant", 3_000, 23_000, "IDR", 2022, id="red palm oil"),
    ],
)
def test_investment_lies_within_30_percent(code, size, million, currency, year):
    costing = costing_read(Process.objects.select_related("feed").get(code=code))
    published_idr = million * 1e6 * price_levels().factor(currency, year)
    assert capex_idr(costing, size).mid == pytest.approx(published_idr, rel=0.30)


def test_bunches_are_driven_four_hours_at_most_and_the_own_estate_is_unknown(answer):
    """24 h from cutting to milling (MPOC); a fifth from the own estate (Permentan 98/2013 article 11)."""
    run = answer("palm_oil_mill")
    for site in run.sites.all():
        assert max(row["minutes"] for row in site.supply_by_source) <= 240
        rule = next(rule for rule in site.rules if rule["code"] == "own_estate")
        assert rule["state"] == "unknown"
        assert "98/2013" in rule["legal_basis"]


def test_the_estate_of_barito_kuala_and_what_it_is_for():
    """KPI of 1,793.55 ha, terangkalimantan.com 2025-01; estate crops lead there, metals in Kotabaru (Perda 19/2018)."""
    assert Facility.objects.get(name="KPI Barito Kuala").area_ha == 1_793.55
    lead = dict(District.objects.values_list("code", "lead_industry"))
    assert fits_plan(chain="oil_palm", lead_industry=lead["6304"])
    assert fits_plan(chain="oil_palm", lead_industry=lead["6302"]) is False
