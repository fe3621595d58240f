import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gisapp.planning.adapters import planning_input_read
from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.errors import DataMissingError, ParameterError
from gisapp.planning.parameters import SitingParameters
from gisapp.siting import ExclusionEffect, PlaceKind
from layers.models import FacilityKind, FacilityStatus, PositionBasis
from tests import factories

pytestmark = pytest.mark.django_db
PARAMETERS = SitingParameters(process="palm_oil_mill")


def read(**parameters):
    return planning_input_read(SitingParameters(**{"process": "palm_oil_mill", **parameters}))


def codes(given):
    return [assumption.code for assumption in given.assumptions]


def test_everything_is_read_in_few_queries_whatever_the_number_of_rows():
    mill = factories.small_province()
    with CaptureQueriesContext(connection) as first:
        planning_input_read(PARAMETERS)
    for k in range(30):
        factories.source_area(mill.feed, 115.1 + k / 100, -2.9, 10.0)
        factories.facility(f"extra_{k}", 115.1, -2.9, process=mill)
        factories.exclusion_zone(115.1, -2.9, 115.11, -2.89, name=f"zone {k}")
    with CaptureQueriesContext(connection) as second:
        planning_input_read(PARAMETERS)
    assert len(first) <= 24
    # Roads, rasters and their rule did not change: they are not read again.
    assert len(second) == len(first) - 4


def test_roads_are_read_again_once_they_change():
    factories.small_province()
    before = len(read().problem.roads.line)
    factories.road((115.2, -3.0), (115.2, -2.9))
    assert len(read().problem.roads.line) == before + 1


def test_coordinates_are_metric():
    factories.small_province()
    problem = read().problem
    assert problem.study_area.srid == 32750
    # 115.05 east, 2.97 south in UTM 50S, to 100 m.
    assert problem.sources.x_m[0] == pytest.approx(283_300, abs=200)
    assert problem.sources.y_m[0] == pytest.approx(9_671_500, abs=300)
    area_m2 = 0.4 * 110_574 * 0.4 * 111_320 * np.cos(np.radians(3))
    assert problem.districts.boundary[0].area == pytest.approx(area_m2, rel=0.005)


def test_rows_become_arrays():
    factories.small_province()
    given = read()
    problem = given.problem
    assert problem.sources.supply_t_per_year.sum() == pytest.approx(700_000)
    assert problem.districts.code == ("6301", "6302")
    assert problem.districts.fits_plan == (True, False)
    assert problem.plants.capacity_t_per_year.tolist() == [150_000]
    assert not problem.plants.capacity_is_assumed.any()
    assert sorted(problem.places.kind) == [PlaceKind.MARKET, PlaceKind.TOWN, PlaceKind.TOWN]
    assert np.unique(problem.places.id).size == 3
    assert problem.industrial_zones.name == ("Facility estate_1",)
    assert problem.roads.speed_km_h.tolist() == [45.0]
    assert problem.roads.is_main.tolist() == [True]
    assert problem.requirement.sizes_t_per_year == (60_000.0, 120_000.0)
    assert problem.requirement.max_minutes == 180
    assert problem.requirement.catchment_ceiling_km == 50
    assert AssumptionCode.SUPPLY_FROM in codes(given)


def test_terminal_of_another_trade_is_no_market():
    factories.small_province()
    factories.facility("cement", 115.2, -3.0, kind=FacilityKind.PORT, activity="cement terminal")
    factories.facility("palm", 115.2, -3.0, kind=FacilityKind.PORT, activity="palm oil terminal")
    places = read().problem.places
    markets = [name for name, kind in zip(places.name, places.kind, strict=True) if kind is PlaceKind.MARKET]
    assert markets == ["Facility port_1", "Facility palm"]


def test_population_that_is_not_recorded_is_nan():
    factories.small_province()
    factories.district("6303", west=115.8, east=116.2, population=None)
    assert np.isnan(read().problem.districts.population[2])


def test_other_processes_of_the_same_feed_compete_and_closed_plants_do_not():
    mill = factories.small_province()
    mini = factories.process("mini_palm_oil_mill", mill.feed, modular_sizes_per_year=[30_000.0])
    factories.facility("mini_1", 115.2, -3.0, process=mini)
    factories.facility("closed_1", 115.2, -3.0, process=mill, status=FacilityStatus.CLOSED)
    factories.facility("planned_1", 115.2, -3.0, process=mill, status=FacilityStatus.PLANNED)
    plants = read().problem.plants
    assert set(plants.name) == {"Facility mill_1", "Facility mini_1"}
    assert dict(zip(plants.name, plants.capacity_t_per_year, strict=True))["Facility mini_1"] == 30_000


def test_assumed_capacity_is_flagged_with_its_source_and_year():
    mill = factories.small_province()
    factories.facility("mill_2", 115.2, -3.0, process=mill)
    factories.installed(mill, 400_000, 3)
    factories.installed(mill, 999_999, 3, year=2019)
    given = read()
    by_name = dict(zip(given.problem.plants.name, given.problem.plants.capacity_t_per_year, strict=True))
    assert by_name == {"Facility mill_1": 150_000, "Facility mill_2": 125_000}
    assert given.problem.plants.capacity_is_assumed.tolist() == [False, True]
    note = next(a for a in given.assumptions if a.code is AssumptionCode.CAPACITY_FROM_TOTAL)
    assert (note.year, note.source, note.confidence) == (2023, "made up for a test", "R")
    assert note.figures["each_per_year"] == 125_000


def test_whole_stated_total_counts_on_plants_at_approximate_places():
    rubber = factories.commodity("rubber", is_raw=True)
    crumb = factories.process("crumb_rubber", rubber, modular_sizes_per_year=[40_000.0])
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(rubber, 115.2, -3.0, 174_000, west)
    for k in range(3):
        factories.facility(f"crumb_{k}", 115.2, -3.0, process=crumb, position_basis=PositionBasis.DISTRICT_SEAT)
    factories.installed(crumb, 270_000, 14)
    plants = read(process="crumb_rubber").problem.plants
    assert plants.capacity_t_per_year.tolist() == [90_000] * 3


def test_plants_of_unknown_capacity_are_left_out_and_named():
    mill = factories.small_province()
    craft = factories.process("craft", mill.feed, modular_sizes_per_year=[])
    factories.facility("craft_1", 115.2, -3.0, process=craft, kind=FacilityKind.IKM_CENTRE)
    given = read()
    assert "Facility craft_1" not in given.problem.plants.name
    assert AssumptionCode.CAPACITY_UNKNOWN in codes(given)


def test_reasons_without_any_zone_are_unknown_and_ignored_ones_are_left_out():
    factories.small_province()
    factories.exclusion_zone(115.0, -3.2, 115.1, -3.1)
    factories.exclusion_zone(115.2, -3.2, 115.3, -3.1, reason="settlement", effect="penalise", penalty=0.5)
    by_code = {area.code: area for area in read().problem.exclusions}
    assert by_code["protected_forest"].legal_basis == "a law"
    assert len(by_code["protected_forest"].geometry) == 1
    assert by_code["settlement_penalised"].effect is ExclusionEffect.PENALISE
    assert by_code["steep"].geometry is None
    ignoring = {area.code for area in read(ignored_exclusions=("protected_forest", "steep")).problem.exclusions}
    assert "protected_forest" not in ignoring
    assert "steep" not in ignoring


def test_road_without_recorded_speed_gets_the_assumed_one():
    factories.small_province()
    factories.road((115.2, -3.0), (115.2, -2.9), road_class="village", surface="earth")
    given = read()
    assert given.problem.roads.speed_km_h.tolist() == [45.0, 20.0]
    assert AssumptionCode.SPEEDS_ASSUMED in codes(given)


def test_ferry_has_minutes_and_needs_no_speed():
    factories.small_province()
    factories.road((115.8, -3.0), (115.9, -3.0), road_class="ferry", surface="water", is_ferry=True, duration_min=60.0)
    roads = read().problem.roads
    assert roads.is_ferry.tolist() == [False, True]
    assert roads.ferry_minutes[1] == 60
    assert AssumptionCode.SPEEDS_ASSUMED not in codes(read())


def test_next_step_of_a_chain_is_fed_by_existing_plants():
    mill = factories.small_province()
    kernel = factories.commodity("palm_kernel", group="oil_palm")
    factories.output(mill, kernel, 0.055)
    crushing = factories.process("palm_kernel_crushing", kernel, stage=2, modular_sizes_per_year=[15_000.0])
    given = read(process=crushing.code)
    assert given.sources_are_plants
    # The mill takes 150,000 of 700,000 t: it is full.
    assert given.problem.sources.supply_t_per_year.tolist() == [pytest.approx(150_000 * 0.055)]
    assert AssumptionCode.SUPPLY_FROM_PLANTS in codes(given)


def test_plants_with_more_capacity_than_raw_material_are_not_full():
    mill = factories.small_province()
    kernel = factories.commodity("palm_kernel", group="oil_palm")
    factories.output(mill, kernel, 0.055)
    factories.process("palm_kernel_crushing", kernel, stage=2)
    factories.facility("mill_2", 115.2, -3.0, process=mill, capacity_t_per_year=1_250_000.0)
    supply = read(process="palm_kernel_crushing").problem.sources.supply_t_per_year
    assert supply.sum() == pytest.approx(700_000 * 0.055)


def test_two_steps_down_the_chain_what_reaches_the_first_step_counts():
    mill = factories.small_province()
    crude = factories.commodity("crude_palm_oil", group="oil_palm")
    refined = factories.commodity("refined_palm_oil", group="oil_palm")
    refinery = factories.process("refinery", crude, stage=2)
    factories.process("biodiesel", refined, stage=3)
    factories.output(mill, crude, 0.2)
    factories.output(refinery, refined, 0.9)
    factories.facility("refinery_1", 115.5, -3.0, process=refinery, capacity_t_per_year=100_000.0)
    # The mill puts out 150,000 x 0.2 = 30,000 t; the refinery could take more than three times that.
    supply = read(process="biodiesel").problem.sources.supply_t_per_year
    assert supply.tolist() == [pytest.approx(30_000 * 0.9)]


def test_circle_in_the_product_tree_ends():
    a, b = factories.commodity("a", group="x"), factories.commodity("b", group="x")
    factories.district("6301", west=115.0, east=115.4)
    first, second = factories.process("first", a), factories.process("second", b)
    factories.output(first, b, 0.5)
    factories.output(second, a, 0.5)
    factories.facility("first_1", 115.1, -3.0, process=first, capacity_t_per_year=10.0)
    factories.facility("second_1", 115.1, -3.0, process=second, capacity_t_per_year=10.0)
    assert read(process="second").problem.sources.supply_t_per_year.tolist() == [pytest.approx(5.0)]


def test_unknown_process_offers_the_nearest():
    factories.small_province()
    with pytest.raises(ParameterError, match="palm_oil_mill"):
        read(process="palm_oil_mil")


def test_process_without_any_size_asks_for_one():
    mill = factories.small_province()
    factories.process("sizeless", mill.feed, modular_sizes_per_year=[])
    with pytest.raises(ParameterError, match="size_per_year"):
        read(process="sizeless")
    assert read(process="sizeless", size_per_year=5_000.0).problem.requirement.sizes_t_per_year == (5_000.0,)


def test_no_district_at_all_is_said():
    palm = factories.commodity("oil_palm")
    factories.process("palm_oil_mill", palm)
    with pytest.raises(DataMissingError, match="load_demo"):
        read()


@pytest.mark.parametrize(("keeps_h", "expected"), [(24.0, 180), (12.0, 120), (6.0, 60), (None, 180)])
def test_default_drive_is_shorter_for_goods_that_spoil(keeps_h, expected):
    factories.small_province()
    fish = factories.commodity("fish", perishability_h=keeps_h)
    factories.process("freezing", fish)
    assert read(process="freezing").problem.requirement.max_minutes == pytest.approx(expected)


def test_existing_plants_can_be_left_out_of_account_which_is_told():
    factories.small_province()
    given = read(serve_existing=False)
    assert given.problem.plants.id.size == 0
    assert AssumptionCode.EXISTING_IGNORED in codes(given)
    assert AssumptionCode.EXISTING_IGNORED not in codes(read())
