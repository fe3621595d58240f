import pytest
from django.utils.translation import override

from gisapp import conf
from gisapp.planning.errors import DataMissingError, ParameterError
from gisapp.planning.potentials.indices import indices_document
from gisapp.planning.potentials.questions import Measure, index_question
from layers.models import SectorStatistic
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


def ask(measure, **given):
    return indices_document(index_question({"measure": measure, **{k: str(v) for k, v in given.items()}}))


def one(document, region, section=None):
    rows = [row for row in document["rows"] if row.get("region") == region and row.get("section") == section]
    assert len(rows) == 1, rows
    return rows[0]


def value(document, region, section=None):
    return one(document, region, section)["value"]


def test_shares_and_figures_with_province_and_nation():
    statistics.small_statistics()
    assert value(ask("share", year=2020), "6302", "C") == pytest.approx(60.0)
    assert value(ask("share", year=2020), "00", "C") == pytest.approx(60.0)
    figures = ask("value", year=2022)
    assert value(figures, "63", "C") == 120
    assert value(figures, "63", "TOTAL") == 430
    assert figures["unit"] == "billion IDR"


def test_location_quotient_against_province_and_nation():
    statistics.small_statistics()
    # 60 % here; 25 % in the province, 60 % in the nation.
    assert value(ask("lq", year=2020), "6302", "C") == pytest.approx(2.4)
    against_nation = ask("lq", year=2020, base="nation")
    assert value(against_nation, "6302", "C") == pytest.approx(1.0)
    assert value(against_nation, "63", "C") == pytest.approx(0.25 / 0.6)
    assert against_nation["base"] == {"kind": "nation", "code": "00", "is_sum_of_districts": False}


def test_newest_year_and_first_year_are_the_default():
    statistics.small_statistics()
    document = ask("growth")
    assert (document["from_year"], document["year"]) == (2020, 2022)
    assert value(document, "6301", "A") == pytest.approx(100 * (1.1**0.5 - 1))
    assert value(document, "6301", "TOTAL") == pytest.approx(100 * (1.14**0.5 - 1))
    assert one(document, "6301", "TOTAL")["base_growth"] == pytest.approx(100 * ((430 / 400) ** 0.5 - 1))


def test_dynamic_quotient_is_sorted_into_its_class():
    statistics.small_statistics()
    row = one(ask("dlq"), "6302", "C")
    lq_2020, lq_2022 = 0.6 / 0.25, (66 / 113) / (120 / 430)
    assert row["value"] == pytest.approx(lq_2022 / lq_2020)
    assert row["lq"] == pytest.approx(lq_2022)
    assert row["class"] == "prospective"


def test_parts_of_shift_share_sum_to_the_change():
    statistics.small_statistics()
    document = ask("shift_share")
    for row in document["rows"]:
        parts = row["reference_growth"] + row["industrial_mix"] + row["competitive"]
        assert parts == pytest.approx(row["value"], abs=1e-9)
    # Section C of 6301 goes from 20 to 30: the province grows by 7.5 %, the section by 20 %.
    row = one(document, "6301", "C")
    assert (row["reference_growth"], row["industrial_mix"], row["competitive"]) == pytest.approx((1.5, 2.5, 6.0))
    assert value(document, "6301", "TOTAL") == pytest.approx(14)


def test_klassen_of_districts_takes_product_per_head():
    statistics.small_statistics()
    for region, heads in {"6301": 60, "6302": 40, "63": 50}.items():
        statistics.per_head(region, 2021, heads)
    document = ask("klassen")
    # The province grows by 7.5 % in two years, 6301 by 14 %, 6302 by 13 %, 6303 by 1.5 %.
    assert one(document, "6301")["class"] == "advanced_fast"
    assert one(document, "6302")["class"] == "lagging_fast"
    assert one(document, "6301")["per_head_year"] == 2021
    unknown = one(document, "6303")
    assert unknown["value"] is None
    assert unknown["class"] is None
    assert unknown["reason"] == "not_recorded"


def test_klassen_without_product_per_head_is_missing():
    statistics.small_statistics()
    assert {row["reason"] for row in ask("klassen")["rows"]} == {"base_not_recorded"}


def test_klassen_of_sections():
    statistics.small_statistics()
    # C of 6301: grows faster than in the province, share 30/114 below that of 120/430.
    assert one(ask("klassen_sector"), "6301", "C")["class"] == "lagging_fast"


def test_concentration_and_diversity():
    statistics.small_statistics()
    assert value(ask("hhi", year=2020), "6301") == pytest.approx(0.16 + 0.09 + 0.04 + 0.01)
    assert value(ask("entropy", year=2020), "63") == pytest.approx(1.3862944)
    assert one(ask("entropy", year=2020), "63")["normalised"] == pytest.approx(1)


def test_relatedness_and_proximity():
    statistics.small_statistics()
    # In 2020, of quotients 1 or more: 6301 has A and B, 6302 has C, 6303 has A, B and D.
    proximity = {(row["section"], row["other_section"]): row["value"] for row in ask("proximity", year=2020)["rows"]}
    assert proximity == pytest.approx(
        {("A", "B"): 1, ("A", "C"): 0, ("A", "D"): 0.5, ("B", "C"): 0, ("B", "D"): 0.5, ("C", "D"): 0}
    )
    assert value(ask("relatedness", year=2020), "6301", "D") == pytest.approx(1.0)
    assert value(ask("relatedness", year=2020), "6302", "D") == 0
    assert one(ask("relatedness", year=2020), "6302", "C")["reason"] == "not_specialised"


def test_complexity_that_nothing_determines_is_missing():
    statistics.small_statistics()
    document = ask("eci", year=2020)
    assert {row["value"] for row in document["rows"]} == {None}
    assert {row["reason"] for row in document["rows"]} == {"not_determined"}
    assert document["caveat"]


def test_a_missing_figure_is_named_and_never_zero():
    statistics.small_statistics()
    SectorStatistic.objects.filter(region_code="6301", section="D", year=2022).update(value=None)
    for measure in (Measure.VALUE, Measure.SHARE, Measure.LQ, Measure.DLQ, Measure.GROWTH, Measure.SHIFT_SHARE):
        document = ask(measure.value)
        row = one(document, "6301", "D")
        assert row["value"] is None, measure
        assert row["reason"] == "not_recorded"
        gap = {"region": "6301", "section": "D", "year": 2022, "reason": "not_recorded"}
        assert gap in [{k: v for k, v in one_gap.items() if k != "text"} for one_gap in document["missing"]]
    # The others are compared with the same sections of the province: 44 of 104 against 110 of 330.
    assert value(ask("lq"), "6301", "A") == pytest.approx((44 / 104) / (110 / 330))
    assert one(ask("hhi"), "6301")["sections_recorded"] == 3


def test_a_row_that_is_absent_is_missing_too():
    statistics.small_statistics()
    SectorStatistic.objects.filter(region_code="6301", section="D", year=2022).delete()
    assert value(ask("lq"), "6301", "D") is None


def test_the_most_complete_series_is_taken_and_named_and_none_is_mixed():
    statistics.small_statistics()
    other = {"6301": (400.0, None, None, None)}
    statistics.table(2022, other, series="another method")
    document = ask("value", year=2022)
    assert document["series"] == statistics.SERIES
    assert value(document, "6301", "A") == 44
    named = ask("value", year=2022, series="another method")
    assert value(named, "6301", "A") == 400
    assert value(named, "6302", "A") is None


def test_shares_and_figures_per_head_are_no_tables():
    statistics.small_statistics()
    statistics.per_head("6301", 2022, 50)
    statistics.figure("63", "C", 2025, 11.3, measure="grdp_current_share", series="press", unit="percent of GRDP")
    assert ask("value")["year"] == 2022
    published = ask("published")
    assert [(row["region"], row["value"], row["series"]) for row in published["rows"]] == [("63", 11.3, "press")]
    with pytest.raises(ParameterError, match="2024"):
        ask("published", year=2024)


def test_without_the_province_the_base_is_the_sum_of_the_districts():
    statistics.small_statistics()
    with_province = value(ask("lq"), "6301", "A")
    SectorStatistic.objects.filter(region_code="63").delete()
    document = ask("lq")
    assert document["base"]["is_sum_of_districts"]
    assert value(document, "6301", "A") == pytest.approx(with_province)


def test_a_section_that_one_district_lacks_has_no_sum():
    statistics.small_statistics()
    SectorStatistic.objects.filter(region_code="63").delete()
    SectorStatistic.objects.filter(region_code="6303", section="B").update(value=None)
    assert one(ask("lq"), "6301", "B")["reason"] == "base_not_recorded"


def test_every_row_of_every_index_has_a_figure_or_a_reason(django_assert_max_num_queries):
    statistics.small_statistics()
    SectorStatistic.objects.filter(region_code="6301", section="D").update(value=None)
    for measure in Measure:
        with django_assert_max_num_queries(4):
            document = ask(measure.value)
        for row in document["rows"]:
            assert (row["value"] is None) == (row["reason"] is not None), (measure, row)
            assert (row["reason"] is None) == (row["reason_text"] is None)
        assert document["unit"]
        assert document["label"]
        for source in document["sources"]:
            assert source["source"] == "made up for a test"
            assert source["year"]


def test_unverified_figures_are_shown_as_such():
    statistics.small_statistics()
    assert {source["is_verified"] for source in ask("lq")["sources"]} == {False}
    SectorStatistic.objects.update(confidence="S")
    assert {source["is_verified"] for source in ask("lq")["sources"]} == {True}


def test_words_are_in_the_language_of_the_request():
    statistics.small_statistics()
    with override("id"):
        assert one(ask("lq"), "6301", "A")["section_name"] == "Seksi A"
    with override("en"):
        assert one(ask("lq"), "6301", "A")["section_name"] == "Section A"


@pytest.mark.parametrize(
    ("given", "name", "allowed"),
    [
        ({"measure": "lqq"}, "measure", "lq"),
        ({"measure": "lq", "year": "2021"}, "year", "2020, 2022"),
        ({"measure": "lq", "year": "20x1"}, "year", "a year"),
        ({"measure": "lq", "year": "1700"}, "year", "1900"),
        ({"measure": "lq", "series": "nobody's"}, "series", statistics.SERIES),
        ({"measure": "lq", "series": ""}, "series", "characters"),
        ({"measure": "lq", "base": "world"}, "base", "province, nation"),
        ({"measure": "lq", "district": "9999"}, "district", "6301"),
        ({"measure": "lq", "section": "Z"}, "section", "A, B, C, D"),
        ({"measure": "hhi", "section": "A"}, "section", "none"),
        ({"measure": "growth", "year": "2020"}, "year", "after the first"),
        ({"measure": "growth", "year": "2022", "from_year": "2022"}, "from_year", "2020"),
    ],
)
def test_bad_values_are_named_with_what_is_allowed(given, name, allowed):
    statistics.small_statistics()
    with override("en"), pytest.raises(ParameterError) as caught:
        indices_document(index_question(given))
    assert caught.value.name == name
    assert allowed in caught.value.allowed


def test_a_base_without_figures_is_refused():
    statistics.small_statistics()
    SectorStatistic.objects.filter(region_code="00").delete()
    with pytest.raises(ParameterError) as caught:
        ask("lq", base="nation")
    assert caught.value.name == "base"


def test_no_statistics_at_all_is_said():
    statistics.districts()
    with pytest.raises(DataMissingError):
        ask("lq")


def test_an_answer_too_long_is_refused(monkeypatch):
    statistics.small_statistics()
    monkeypatch.setattr(conf, "MAX_POTENTIAL_ROWS", 5)
    with pytest.raises(ParameterError) as caught:
        ask("lq")
    assert caught.value.name == "rows"
    assert len(ask("lq", section="C")["rows"]) == 3
