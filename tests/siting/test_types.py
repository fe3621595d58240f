import math
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from gisapp.siting import Criterion, PlantRequirement, ProblemError, StudyArea
from tests.siting import builders

REQUIREMENT = PlantRequirement(sizes_t_per_year=(1.0,), max_minutes=60.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sizes_t_per_year": ()}, "sizes_t_per_year"),
        ({"sizes_t_per_year": (0.0,)}, "sizes_t_per_year"),
        ({"min_utilisation": 0.0}, "min_utilisation"),
        ({"min_utilisation": 1.1}, "min_utilisation"),
        ({"max_minutes": math.inf}, "finite"),
        ({"max_minutes": math.nan}, "finite"),
        ({"perishability_h": 0.0}, "perishability_h"),
        ({"catchment_ceiling_km": -1.0}, "catchment_ceiling_km"),
        ({"plants_wanted": 0}, "at least 1 plant"),
    ],
)
def test_impossible_requirements_are_refused(change, told):
    with pytest.raises(ProblemError, match=told):
        replace(REQUIREMENT, **change)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ProblemError, match="one length"):
        replace(builders.sources([(1, 1, 1)]), id=np.array([1, 2]))


@pytest.mark.parametrize("rows", [[(math.nan, 1, 1)], [(1, 1, -1)], [(1, 1, math.inf)]])
def test_impossible_sources_are_refused(rows):
    with pytest.raises(ProblemError, match="Sources"):
        builders.sources(rows)


def test_ids_must_be_unique():
    with pytest.raises(ProblemError, match="not unique"):
        builders.sources([(1, 1, 1), (2, 2, 2)], ids=[7, 7])


def test_a_plant_needs_a_capacity():
    with pytest.raises(ProblemError, match="capacity_t_per_year: row 0"):
        builders.plants([(1, 1, math.nan)])


def test_a_road_needs_a_speed_and_a_ferry_may_do_with_minutes():
    with pytest.raises(ProblemError, match="speed_km_h"):
        builders.roads([(0, 0), (1, 1)], speed_km_h=0.0)
    builders.roads([(0, 0), (1, 1)], speed_km_h=0.0, ferry_minutes={0: 60.0})


@pytest.mark.parametrize("weight", [-1.0, 0.0])
def test_weights_must_weigh(weight):
    with pytest.raises(ProblemError, match="weights"):
        builders.problem(weights=dict.fromkeys(Criterion, weight))


def test_an_area_without_polygons_is_refused():
    with pytest.raises(ProblemError, match="at least one polygon"):
        StudyArea(land=builders.objects(), srid=builders.SRID)


def test_problems_are_frozen():
    with pytest.raises(FrozenInstanceError):
        builders.problem().weights = {}
