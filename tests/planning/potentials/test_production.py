import pytest

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.production import production_document, production_question
from tests import factories
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def fish():
    """Two kinds of fish in three districts, and register figures of another method."""
    statistics.districts()
    marine, river = factories.commodity("marine_fish"), factories.commodity("river_fish")
    for region, sea, inland in (("6301", 30, 10), ("6302", 50, 0), ("6303", 20, 90)):
        statistics.production(marine, region, sea)
        statistics.production(river, region, inland)
    statistics.production(marine, "6301", 900, series="register", year=2024)
    return marine


def ask(**given):
    return production_document(production_question({"commodity": "marine_fish", **given}))


def row(document, region):
    return next(row for row in document["rows"] if row["region"] == region)


def test_ranks_and_shares_in_the_most_complete_series(fish):
    document = ask()
    assert (document["series"], document["year"], document["unit"]) == ("survey", 2022, "t")
    assert [one["region"] for one in document["rows"]] == ["6302", "6301", "6303"]
    assert row(document, "6302")["rank"] == 1
    assert row(document, "6302")["share_percent"] == pytest.approx(50)
    assert document["concentration_hhi"] == pytest.approx(0.25 + 0.09 + 0.04)


def test_quotient_among_the_commodities_of_the_series(fish):
    # Of all fish 100 of 200 t are marine; in 6301 it is 30 of 40.
    assert row(ask(), "6301")["lq"] == pytest.approx(0.75 / 0.5)
    assert ask()["lq_reason"] is None


def test_one_commodity_alone_has_no_quotient(fish):
    document = ask(series="register")
    assert row(document, "6301")["lq"] is None
    assert document["lq_reason"]["reason"] == "one_commodity"


def test_heads_of_different_animals_are_not_added(fish):
    cattle, duck = factories.commodity("cattle"), factories.commodity("duck")
    for region in ("6301", "6302", "6303"):
        statistics.production(cattle, region, 10, measure="population_head", unit="head")
        statistics.production(duck, region, 900, measure="population_head", unit="head")
    document = ask(commodity="cattle")
    assert document["statistic"] == "population_head"
    assert document["lq_reason"]["reason"] == "one_commodity"


def test_another_series_stands_beside_and_is_never_mixed_in(fish):
    document = ask()
    assert row(document, "6301")["value"] == 30
    (other,) = document["other_figures"]
    assert (other["series"], other["year"]) == ("register", 2024)
    assert [(one["region"], one["value"]) for one in other["figures"]] == [("6301", 900)]


def test_districts_without_a_figure_are_missing_and_not_last(fish):
    document = ask(series="register")
    assert document["districts_recorded"] == 1
    assert row(document, "6302")["value"] is None
    assert row(document, "6302")["rank"] is None
    assert [gap["region"] for gap in document["missing"]] == ["6302", "6303"]


def test_figures_of_the_province_stand_apart(fish):
    statistics.production(fish, "63", 105, source="an office")
    statistics.production(fish, "63", 99, source="a newspaper")
    document = ask()
    assert {(one["source"], one["value"]) for one in document["province"]} == {("an office", 105), ("a newspaper", 99)}
    assert document["sum_of_districts"] == 100
    assert document["districts_recorded"] == 3


def test_two_figures_of_one_district_are_not_chosen_from(fish):
    statistics.production(fish, "6301", 35, source="a newspaper")
    assert row(ask(), "6301")["value"] is None
    assert row(ask(), "6301")["reason"] == "several_figures"
    assert ask()["sum_of_districts"] == 70


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"commodity": "whale"}, "commodity"),
        ({"statistic": "area_ha"}, "statistic"),
        ({"year": "2019"}, "year"),
        ({"series": "nobody's"}, "series"),
        ({"district": "9999"}, "district"),
        ({"commodity": ""}, "commodity"),
    ],
)
def test_bad_values_are_named(fish, given, name):
    with pytest.raises(ParameterError) as caught:
        ask(**given)
    assert caught.value.name == name


def test_a_commodity_has_to_be_named():
    with pytest.raises(ParameterError) as caught:
        production_question({})
    assert caught.value.name == "commodity"


def test_a_commodity_without_statistics_is_refused(fish):
    factories.commodity("sago")
    with pytest.raises(ParameterError):
        ask(commodity="sago")
