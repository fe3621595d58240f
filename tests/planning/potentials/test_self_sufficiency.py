import io

import pytest
from django.core.management import call_command

from gisapp.planning.potentials.production import production_document, production_question
from tests import factories
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def eggs():
    statistics.districts()
    return factories.commodity("hen_eggs")


def balances():
    return production_document(production_question({"commodity": "hen_eggs"}))["self_sufficiency"]


def test_output_is_set_against_the_need_of_the_same_source_and_year(eggs):
    statistics.production(eggs, "63", 120.0)
    statistics.production(eggs, "63", 50.0, measure="need_t")
    (balance,) = balances()
    assert (balance["output"], balance["need"], balance["surplus"]) == (120.0, 50.0, 70.0)
    assert balance["percent_of_need"] == pytest.approx(240)
    assert (balance["region"], balance["year"], balance["unit"]) == ("63", 2022, "t")


def test_a_shortage_is_below_zero_and_told_in_words(eggs):
    statistics.production(eggs, "63", 40.0)
    statistics.production(eggs, "63", 50.0, measure="need_t")
    assert balances()[0]["surplus"] == -10
    written = {}
    for language in ("en", "id"):
        out = io.StringIO()
        call_command("potential", "--production", "hen_eggs", "--language", language, stdout=out)
        (written[language],) = [line for line in out.getvalue().splitlines() if line.startswith("= ")]
    assert "short by 10" in written["en"]
    assert "kurang 10" in written["id"]


@pytest.mark.parametrize(
    "other", [{"year": 2021}, {"series": "register"}, {"source": "a newspaper"}, {"measure": "meat_need_t"}]
)
def test_a_need_of_another_year_series_source_or_kind_is_not_compared(eggs, other):
    statistics.production(eggs, "63", 120.0)
    statistics.production(eggs, "63", 50.0, **{"measure": "need_t", **other})
    assert balances() == []


def test_no_need_recorded_is_not_a_need_of_nothing(eggs):
    statistics.production(eggs, "63", 120.0)
    assert balances() == []
