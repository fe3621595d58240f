import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum

from layers.models import (
    Commodity,
    District,
    DistrictShape,
    Facility,
    InstalledCapacity,
    Process,
    ProductionStatistic,
    RoadLink,
    SourceArea,
    SourceAreaShape,
    Subdistrict,
)
from tests.exchange.conftest import square

pytestmark = pytest.mark.django_db

FILES = {
    "commodities.csv": "code,name_id,name_en,group,is_raw,yield_mid,source\n"
    "oil_palm,Sawit,Oil palm,oil_palm,true,18.9,a\nmarine_fish,Ikan laut,Marine fish,fish,true,,a\n",
    "processes.csv": "code,name_id,name_en,chain,stage,scale_class,feed,kbli,modular_sizes_per_year,"
    "capex_mid_million,source\n"
    "palm_oil_mill,PKS,Palm oil mill,oil_palm,1,large,oil_palm,10431,120000;180000,,b\n",
    "process_flows.csv": "process,commodity,role,coefficient_mid,is_mass_share,source\n"
    "palm_oil_mill,oil_palm,feed,1,false,c\n",
    "production_statistics.csv": "region_code,year,commodity,series,measure,value,unit,source\n"
    "6301,2022,oil_palm,satellite,area_ha,300,ha,d\n6302,2022,oil_palm,satellite,area_ha,100,ha,d\n"
    "63,2022,oil_palm,satellite,area_ha,400,ha,d\n6301,2021,oil_palm,satellite,area_ha,9,ha,d\n",
    "sector_statistics.csv": "region_code,year,series,section,section_name_id,section_name_en,"
    "measure,value,unit,source\n"
    "6301,2020,s,A,Tani,Farming,grdp,12.5,billion IDR,e\n6301,2020,s,J,Info,Information,grdp,,billion IDR,e\n",
    "installed_capacities.csv": "region_code,process,year,series,capacity_per_year,plant_count,source\n"
    "63,palm_oil_mill,2021,stated,10000000,46,f\n",
    "sector_linkages.csv": "region_code,year,io_code,name_id,name_en,section,kbli_divisions,backward_index,"
    "forward_index,quadrant,source\n63,2016,I-01,Tani,Farming,A,01;02,0.85,1.2,3,q\n",
    "rules.csv": "code,topic,scope,citation,effect,requirement_id,requirement_en,applies_to,source\n"
    "R01,slope,national,Permenperin,forbids,Lereng,Slope,all,g\n",
    "road_speeds.csv": "road_class,surface,season,speed_low_km_h,speed_mid_km_h,speed_high_km_h,source\n"
    "national,paved,dry,35,45,55,h\n",
    "facilities.csv": "code,name,kind,process,district,lon,lat,capacity_t_per_year,source,source_date\n"
    "m1,Mill,plant,palm_oil_mill,6301,115.1,-2.95,,i,2021-07-14\n",
    "land_cover.csv": "subdistrict_code,land_cover_class,share,source\n630101,cropland,1,j\n630201,water,1,j\n",
    "dasymetric_weights.csv": "commodity,land_cover_class,weight,basis\noil_palm,cropland,1,k\n",
    "supply.csv": "commodity,region_code,year,annual_tonnes,area_ha,owner_kind,series,weight,source,confidence,note\n"
    "oil_palm,63,2024,4000,,unknown,news,oil_palm/area_ha/2022/satellite,l,S,A note.\n"
    "marine_fish,6301,2017,50,,unknown,list,coast,m,R,\n",
}
ROAD = {"type": "LineString", "coordinates": [[115.0, -2.95], [115.2, -2.95]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    west, east = square(115.0, -3.0), square(115.1, -3.0)
    district = {
        "kind": "kabupaten",
        "is_approximate": True,
        "source": "n",
        "population": 5,
        "seat_lon": 115.05,
        "seat_lat": -2.95,
    }
    features(
        tmp_path / "districts.geojson",
        [({**district, "code": "6301", "name": "W"}, west), ({**district, "code": "6302", "name": "E"}, east)],
    )
    low = {"source": "n", "seat_lon": None, "seat_lat": None}
    features(
        tmp_path / "subdistricts.geojson",
        [
            ({**low, "code": "630101", "name": "w", "district": "6301"}, west),
            ({**low, "code": "630201", "name": "e", "district": "6302"}, east),
        ],
    )
    features(
        tmp_path / "roads.geojson", [({"name": "r", "road_class": "national", "length_m": 23000, "source": "o"}, ROAD)]
    )
    return tmp_path


def features(path, rows):
    collection = [{"type": "Feature", "properties": given, "geometry": shape} for given, shape in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": collection}))


def load(folder, **given):
    out = StringIO()
    call_command("load_demo", folder=folder, stdout=out, **given)
    return out.getvalue()


def test_every_file_becomes_the_rows_of_its_model(folder):
    told = load(folder)
    assert "districts.geojson: 2" in told
    first = District.objects.get(code="6301")
    assert (first.population, first.is_approximate, first.seat.coords) == (5, True, (115.05, -2.95))
    assert first.area_km2 == pytest.approx(122.9, abs=0.5)
    assert Subdistrict.objects.get(code="630101").seat is None
    mill = Process.objects.get()
    assert (mill.feed.code, mill.modular_sizes_per_year, mill.capex_mid_million) == ("oil_palm", [120000, 180000], None)
    statistic = ProductionStatistic.objects.get(region_code="63")
    assert statistic.district is None
    assert ProductionStatistic.objects.get(region_code="6302").district.code == "6302"
    assert InstalledCapacity.objects.get().plant_count == 46
    plant = Facility.objects.get()
    assert (plant.capacity_t_per_year, plant.district.code, str(plant.source_date)) == (None, "6301", "2021-07-14")
    assert RoadLink.objects.get().length_m == 23_000
    assert DistrictShape.objects.values("owner").distinct().count() == 2


def test_the_supply_is_spread_and_keeps_its_mass(folder):
    load(folder)
    palm = SourceArea.objects.filter(commodity__code="oil_palm")
    sums = dict(palm.values_list("district__code").annotate(Sum("annual_tonnes")))
    assert sums == pytest.approx({"6301": 3000.0, "6302": 1000.0}, abs=1e-6)
    assert set(palm.filter(district__code="6301").values_list("source", flat=True)) == {
        "l, news [by district area_ha 2022, satellite; within a district j]"
    }
    # The east has water alone, which has no weight for palm: its share goes evenly, and says so.
    assert "evenly" in palm.filter(district__code="6302").first().note
    fish = SourceArea.objects.filter(commodity__code="marine_fish")
    assert fish.aggregate(Sum("annual_tonnes"))["annual_tonnes__sum"] == pytest.approx(50, abs=1e-6)
    assert set(fish.values_list("confidence", "origin")) == {("R", "disaggregated")}
    assert SourceAreaShape.objects.values("owner").distinct().count() == SourceArea.objects.count()


def test_a_second_load_does_nothing_and_says_so(folder, django_assert_max_num_queries):
    load(folder)
    Facility.objects.update(name="Changed by hand")
    with django_assert_max_num_queries(2):
        told = load(folder)
    assert "nothing to do" in told
    assert Facility.objects.get().name == "Changed by hand"


def test_replacing_makes_the_layers_equal_to_the_files_and_keeps_keys(folder):
    load(folder)
    district, mill = District.objects.get(code="6301").pk, Facility.objects.get().pk
    Facility.objects.update(name="Changed by hand")
    Commodity.objects.create(code="obsolete", name_id="x", name_en="x", group="x", source="x")
    n_areas = SourceArea.objects.count()
    load(folder, replace=True)
    assert (Facility.objects.get().pk, Facility.objects.get().name) == (mill, "Mill")
    assert District.objects.get(code="6301").pk == district
    assert not Commodity.objects.filter(code="obsolete").exists()
    assert SourceArea.objects.count() == n_areas
    assert ProductionStatistic.objects.count() == 4


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("facilities.csv", "palm_oil_mill", "palm_oil_mil", "row 2, column process.*Did you mean “palm_oil_mill”"),
        ("facilities.csv", "115.1,", "115:1,", r"row 2, column location.*two numbers"),
        ("facilities.csv", "capacity_t_per_year", "capacity", "column “capacity” is no field of Facility"),
        ("processes.csv", ",,b", ",-1,b", r"row 2, column capex_mid_million.*0 or more"),
        ("production_statistics.csv", ",300,", ",,", r"row 2, column value: “\(empty\)”"),
        ("supply.csv", "oil_palm,63,", "oil_palm,64,", r"row 2, column region_code"),
        ("supply.csv", "oil_palm/area_ha/2022/satellite", "oil_palm/area_ha/1999/satellite", "row 2, column weight"),
        ("land_cover.csv", "630101", "630109", r"row 2, column subdistrict_code.*630101"),
        ("land_cover.csv", "cropland,1,", "cropland,1.5,", r"row 2, column share.*from 0 to 1"),
        ("dasymetric_weights.csv", ",1,", ",-1,", r"row 2, column weight"),
        ("roads.geojson", "23000", "-1", r"row 1, column length_m"),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_and_column_and_nothing_is_written(folder, file, old, new, message):
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(CommandError, match=f"^{file}.*{message}"):
        load(folder)
    assert not District.objects.exists()


def test_a_missing_file_is_named(folder):
    (folder / "rules.csv").unlink()
    with pytest.raises(CommandError, match=r"rules.csv"):
        load(folder)
    assert not District.objects.exists()


def test_the_fixtures_of_the_product_load():
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    if not (fixtures / "supply.csv").exists():
        pytest.skip("fixtures/ is not there")
    load(fixtures)
    assert (District.objects.count(), Subdistrict.objects.count()) == (13, 156)
    assert Process.objects.count() >= 67
    palm = SourceArea.objects.filter(commodity__code="oil_palm").aggregate(Sum("annual_tonnes"))
    assert palm["annual_tonnes__sum"] == pytest.approx(5_340_000, abs=1e-3)
    assert not SourceArea.objects.filter(source="").exists()
    assert SourceAreaShape.objects.filter(band=24).count() == SourceArea.objects.count()


def test_an_optional_file_is_loaded_where_it_is(folder):
    zone = {"name": "Lake", "reason": "water", "legal_basis": "PP 22/2021", "effect": "exclude", "source": "p"}
    features(folder / "exclusion_zones.geojson", [(zone, square(115.02, -2.98, side=0.01))])
    assert "exclusion_zones.geojson: 1" in load(folder)


def test_figures_are_spread_anew_when_boundaries_have_changed(folder):
    load(folder)
    smaller = folder / "new.geojson"
    features(smaller, [({"code": "6301", "name": "W"}, square(115.0, -3.0, side=0.05))])
    call_command("import_layer", "districts", smaller, source="surveyed", stdout=StringIO())
    out = StringIO()
    given = {"land_cover": folder / "land_cover.csv", "weights": folder / "dasymetric_weights.csv", "stdout": out}
    call_command("disaggregate", folder / "supply.csv", **given)
    assert out.getvalue().startswith("2 figures spread over")
    west = SourceArea.objects.filter(commodity__code="oil_palm", district__code="6301")
    assert west.aggregate(Sum("annual_tonnes"))["annual_tonnes__sum"] == pytest.approx(3000, abs=1e-6)
    assert max(area.centre.x for area in west) < 115.05
    assert SourceArea.objects.filter(commodity__code="marine_fish").exists()
