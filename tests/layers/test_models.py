"""Every constraint refuses a bad row, in the database and not only in a form."""

from datetime import date

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import DataError, IntegrityError, connection, transaction

from layers.models import (
    Commodity,
    District,
    InstalledCapacity,
    LayerVersion,
    ProcessFlow,
    ProductionStatistic,
    RasterLayer,
    RoadSpeed,
    SectorStatistic,
    SourceArea,
)
from tests.layers import rows

pytestmark = pytest.mark.django_db

BOW_TIE = GEOSGeometry("SRID=4326;MULTIPOLYGON(((115 -3, 116 -2, 116 -3, 115 -2, 115 -3)))")
STATISTIC = {"region_code": "6301", "year": 2023, "series": "BPS", "source": rows.SOURCE, "unit": "t"}


@pytest.fixture
def palm():
    row = rows.commodity()
    row.save()
    return row


@pytest.fixture
def mill(palm):
    row = rows.process(feed=palm)
    row.save()
    return row


def refuses(row, constraint: str) -> None:
    """Assert that the database refuses a row by the constraint of that name."""
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("make", "column", "constraint"),
    [
        (rows.district, "boundary", "district_boundary_valid"),
        (rows.exclusion_zone, "boundary", "exclusionzone_boundary_valid"),
    ],
)
def test_refuses_an_invalid_boundary(make, column, constraint):
    refuses(make(**{column: BOW_TIE}), constraint)


def test_refuses_an_invalid_boundary_of_a_row_below_another(palm):
    district = rows.district()
    district.save()
    refuses(rows.subdistrict(district=district, boundary=BOW_TIE), "subdistrict_boundary_valid")
    refuses(rows.source_area(commodity=palm, boundary=BOW_TIE), "sourcearea_boundary_valid")


def test_refuses_a_road_of_one_place():
    refuses(rows.road_link(path=rows.line((115, -3), (115, -3))), "roadlink_path_valid")


@pytest.mark.parametrize(
    ("wkt", "reason"),
    [
        ("POINT(115 -3)", "does not match column type"),
        ("LINESTRING(115 -3, 116 -3)", "does not match column type"),
        ("MULTIPOLYGON Z(((115 -3 1, 116 -3 1, 116 -2 1, 115 -3 1)))", "Z dimension"),
    ],
)
def test_refuses_another_type_of_geometry(wkt, reason):
    rows.district().save()
    with pytest.raises(DataError, match=reason), connection.cursor() as cursor:
        cursor.execute("UPDATE layers_district SET boundary = ST_GeomFromText(%s, 4326)", [wkt])


def test_refuses_another_crs():
    rows.district().save()
    with pytest.raises(DataError, match="SRID"), connection.cursor() as cursor:
        cursor.execute("UPDATE layers_district SET boundary = ST_Transform(boundary, 3857)")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"annual_tonnes": -1}, "sourcearea_annual_tonnes_not_negative"),
        ({"area_ha": -0.1}, "sourcearea_area_ha_not_negative"),
        ({"yield_t_per_ha": -2}, "sourcearea_yield_t_per_ha_not_negative"),
        ({"availability": 1.01}, "sourcearea_availability_share"),
        ({"availability": -0.01}, "sourcearea_availability_share"),
    ],
)
def test_source_area_refuses(palm, fields, constraint):
    refuses(rows.source_area(commodity=palm, **fields), constraint)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"capacity_t_per_year": -1}, "facility_capacity_t_per_year_not_negative"),
        ({"area_ha": -1}, "facility_area_ha_not_negative"),
        ({"utilisation": 1.2}, "facility_utilisation_share"),
    ],
)
def test_facility_refuses(fields, constraint):
    refuses(rows.facility(**fields), constraint)


def test_a_port_runs_no_process(mill):
    refuses(rows.facility(kind="port", process=mill), "facility_process_of_plant")
    rows.facility(kind="ikm_centre", process=mill).save()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"yield_low": 3, "yield_mid": 2, "yield_high": 4}, "commodity_yield_ordered"),
        ({"yield_low": 1, "yield_mid": 5, "yield_high": 4}, "commodity_yield_ordered"),
        ({"yield_low": -1}, "commodity_yield_low_not_negative"),
        ({"perishability_h": -24}, "commodity_perishability_h_not_negative"),
        ({"price_low_idr": -1}, "commodity_price_low_idr_not_negative"),
        ({"colour": "green"}, "commodity_colour_hex"),
    ],
)
def test_commodity_refuses(fields, constraint):
    refuses(rows.commodity(**fields), constraint)


def test_an_unknown_end_of_a_range_is_no_fault():
    rows.commodity(yield_mid=2, yield_high=None).save()


@pytest.mark.parametrize(
    "column",
    [
        "min_scale_per_year",
        "capex_ref_size_per_year",
        "capex_low_million",
        "capex_mid_million",
        "opex_per_unit",
        "catchment_limit_km",
        "time_limit_h",
        "land_need_ha",
    ],
)
def test_process_refuses_a_negative(palm, column):
    refuses(rows.process(feed=palm, **{column: -1}), f"process_{column}_not_negative")


def test_flow_refuses_disorder_negatives_and_repeats(mill, palm):
    flow = {"process": mill, "commodity": palm, "role": "feed", "source": rows.SOURCE}
    ordered = {"coefficient_low": 0.2, "coefficient_mid": 0.1}
    refuses(ProcessFlow(**flow, **ordered), "processflow_coefficient_ordered")
    refuses(ProcessFlow(**flow, coefficient_low=-0.1), "processflow_coefficient_low_not_negative")
    refuses(ProcessFlow(**flow, coefficient_mid=-0.1), "processflow_coefficient_mid_not_negative")
    ProcessFlow(**flow).save()
    refuses(ProcessFlow(**flow), "processflow_once")


def test_two_current_districts_cannot_share_a_code_but_a_former_one_may():
    rows.district(valid_from=date(2000, 1, 1), valid_to=date(2010, 1, 1)).save()
    rows.district().save()
    refuses(rows.district(), "district_code_current")


def test_district_refuses_a_validity_that_ends_before_it_begins():
    backwards = rows.district(valid_from=date(2010, 1, 1), valid_to=date(2000, 1, 1))
    refuses(backwards, "district_validity_ordered")


def test_district_refuses_a_negative_area():
    refuses(rows.district(area_km2=-1), "district_area_km2_not_negative")


def test_exclusion_zone_refuses_a_penalty_above_one():
    refuses(rows.exclusion_zone(penalty=1.5), "exclusionzone_penalty_share")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"length_m": -1}, "roadlink_length_m_not_negative"),
        ({"duration_min": -1}, "roadlink_duration_min_not_negative"),
        ({"speed_km_h": 0}, "roadlink_speed_positive"),
    ],
)
def test_road_link_refuses(fields, constraint):
    refuses(rows.road_link(**fields), constraint)


@pytest.mark.parametrize("speeds", [(0, 20, 30), (25, 20, 30), (10, 40, 30)])
def test_road_speed_refuses_disorder(speeds):
    low, mid, high = speeds
    speed = RoadSpeed(road_class="national", surface="paved", season="dry", source=rows.SOURCE)
    speed.speed_low_km_h, speed.speed_mid_km_h, speed.speed_high_km_h = low, mid, high
    refuses(speed, "roadspeed_ordered")


def test_raster_refuses_cells_without_size():
    raster = RasterLayer(name="slope", kind="slope", file="slope.tif", crs="EPSG:32750", cell_size=0)
    raster.extent, raster.source = rows.box()[0], rows.SOURCE
    refuses(raster, "rasterlayer_cell_size_positive")


def test_statistics_refuse_negatives_and_repeats(palm, mill):
    production = {**STATISTIC, "commodity": palm, "measure": "production"}
    refuses(ProductionStatistic(**production, value=-1), "productionstatistic_value_not_negative")
    ProductionStatistic(**production, value=1).save()
    refuses(ProductionStatistic(**production, value=2), "productionstatistic_once")
    ProductionStatistic(**{**production, "series": "another method"}, value=2).save()

    sector = {**STATISTIC, "section": "C", "section_name_id": "Industri", "section_name_en": "Manufacturing"}
    SectorStatistic(**sector, measure="grdp").save()
    refuses(SectorStatistic(**sector, measure="grdp", value=2), "sectorstatistic_once")

    capacity = {key: value for key, value in STATISTIC.items() if key != "unit"} | {"process": mill}
    refuses(InstalledCapacity(**capacity, capacity_per_year=-1), "installedcapacity_capacity_per_year_not_negative")
    InstalledCapacity(**capacity, capacity_per_year=1).save()
    refuses(InstalledCapacity(**capacity, capacity_per_year=2), "installedcapacity_once")


def test_run_refuses_more_than_all_of_its_progress(mill):
    refuses(rows.siting_run(process=mill, progress=101), "sitingrun_progress_percent")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"score": 1.1}, "suggestedsite_score_share"),
        ({"utilisation": -0.1}, "suggestedsite_utilisation_share"),
        ({"capacity_t_per_year": -1}, "suggestedsite_capacity_t_per_year_not_negative"),
        ({"supply_t_per_year": -1}, "suggestedsite_supply_t_per_year_not_negative"),
        ({"catchment": BOW_TIE}, "suggestedsite_catchment_valid"),
    ],
)
def test_suggested_site_refuses(mill, fields, constraint):
    run = rows.siting_run(process=mill)
    run.save()
    refuses(rows.suggested_site(run=run, **fields), constraint)


def test_two_sites_of_a_run_cannot_share_a_rank(mill):
    run = rows.siting_run(process=mill)
    run.save()
    rows.suggested_site(run=run).save()
    refuses(rows.suggested_site(run=run), "suggestedsite_rank_once")


def test_every_geometry_column_has_a_gist_index():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT g.f_table_name || '.' || g.f_geometry_column FROM geometry_columns AS g
            WHERE g.f_table_name LIKE 'layers\\_%' AND NOT EXISTS (
                SELECT FROM pg_indexes AS i WHERE i.tablename = g.f_table_name
                AND i.indexdef LIKE '%USING gist (' || g.f_geometry_column || ')%')
            """
        )
        without = {name for (name,) in cursor.fetchall()}
    # Looked at with their row, never searched by place.
    assert without == {
        "layers_district.seat",
        "layers_subdistrict.seat",
        "layers_suggestedsite.catchment",
    }


def version_of(table: str) -> int:
    return LayerVersion.objects.filter(table=table).values_list("version", flat=True).first() or 0


@pytest.mark.parametrize(
    "write",
    [
        lambda: rows.commodity(code="rubber").save(),
        lambda: Commodity.objects.update(note="seen"),
        lambda: Commodity.objects.all().delete(),
        lambda: execute("UPDATE layers_commodity SET note = 'by hand'"),
        lambda: execute("DELETE FROM layers_commodity"),
        lambda: execute("TRUNCATE layers_commodity CASCADE"),
    ],
    ids=["create", "update", "delete", "raw update", "raw delete", "truncate"],
)
def test_every_write_raises_the_version(palm, write):
    before = version_of("layers_commodity")
    write()
    assert version_of("layers_commodity") == before + 1


def test_a_write_raises_the_version_of_its_own_table_alone(palm):
    before = version_of("layers_commodity")
    rows.source_area(commodity=palm).save()
    rows.district().save()
    assert version_of("layers_commodity") == before
    assert SourceArea.objects.count() == District.objects.count() == 1


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
