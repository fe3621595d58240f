"""What is stated of existing plants in total, against those on the map."""

import pytest
from django.utils.translation import override

from gisapp.planning.adapters import planning_input_read
from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.note_texts import assumption_text
from gisapp.planning.parameters import SitingParameters
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    feed = factories.commodity("paddy", is_raw=True)
    process = factories.process("rice_mill", feed)
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(feed, 115.2, -3.0, 10_000, west)
    return process


def unlocated(process):
    notes = planning_input_read(SitingParameters(process=process.code)).assumptions
    return [note for note in notes if note.code is AssumptionCode.CAPACITY_NOT_LOCATED]


def test_stated_capacity_of_plants_that_nobody_located_is_told(mill):
    factories.facility("mill_1", 115.2, -3.0, process=mill, capacity_t_per_year=450_000.0)
    factories.installed(mill, 750_000, plants=2)
    (note,) = unlocated(mill)
    assert note.figures == {"not_located_per_year": 300_000, "total_per_year": 750_000}
    with override("en"):
        text = assumption_text(note.as_json(), {mill.code: mill})
    for words in ("750 kt/yr", "300 kt/yr", "not on the map", "record where they stand"):
        assert words in text


def test_it_is_told_where_no_plant_at_all_is_located(mill):
    factories.installed(mill, 750_000, plants=2)
    (note,) = unlocated(mill)
    assert note.figures["not_located_per_year"] == 750_000


@pytest.mark.parametrize("stated", [None, 450_000, 451_000, 100_000])
def test_nothing_is_told_where_the_map_has_as_much_as_is_stated(mill, stated):
    factories.facility("mill_1", 115.2, -3.0, process=mill, capacity_t_per_year=450_000.0)
    if stated:
        factories.installed(mill, stated, plants=1)
    assert unlocated(mill) == []
