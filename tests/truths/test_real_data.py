"""The engine on real boundaries, mills, roads and hectares, read through the importers.

The data is not part of the project; where it is absent these tests are skipped.
"""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.db.models import Union
from django.core.management import call_command

from layers.models import District, Facility, RoadLink, RunStatus, SourceArea
from tests.truths.questions import executed

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("real_province"),
    pytest.mark.skipif(not DATA.exists(), reason="the shared data is not on this machine"),
]


def load(kind, file, *options):
    call_command("import_layer", kind, str(DATA / file), *options, stdout=io.StringIO(), stderr=io.StringIO())


@pytest.fixture
def real_province(demo):
    """Put real layers in the place of the demonstration's; undone with the test's transaction."""
    load(
        "districts",
        "boundaries/kalsel_kab_from_desa.gpkg",
        *("--map", "code=kode_bps", "name=nama", "--source", "Kemendagri/BIG 2025", "--licence", "MIT"),
    )
    load(
        "facilities",
        "mills/universal_mill_list_2021.csv",
        *("--map", "code=UML_ID", "name=Mill_Name", "--set", "kind=plant", "process=palm_oil_mill"),
        *("--where", "Country=Indonesia", "--where", "Province=Kalimantan Selatan|South Kalimantan"),
        *("--source", "Universal Mill List 2021", "--licence", "CC BY 4.0", "--replace"),
    )
    load(
        "roads",
        "roads/scgraph_world_highways_kalselbbox.gpkg",
        *("--map", "length_km=km", "--set", "road_class=national", "surface=paved"),
        *("--source", "OpenStreetMap", "--licence", "ODbL", "--replace"),
    )
    load(
        "disaggregation",
        "trase/oil_palm_ha_kabupaten.csv",
        *("--replace", "--set", "commodity=oil_palm"),
        *("--map", "district=region_trase_id", "area_ha=oil_palm_planted_area_hectares"),
        *("--where", "year=2022", "--where", "parent_region=KALIMANTAN SELATAN"),
        *("--source", "Trase 2022", "--licence", "CC BY 4.0"),
    )


def test_real_layers_are_in_place():
    assert District.objects.filter(source="Kemendagri/BIG 2025").count() == District.objects.count() == 13
    assert Facility.objects.filter(process__code="palm_oil_mill", source="Universal Mill List 2021").count() >= 40
    assert RoadLink.objects.filter(source="OpenStreetMap").count() > 100
    assert SourceArea.objects.filter(commodity__code="oil_palm", source__contains="Trase").exists()


def test_palm_oil_mills_on_real_data():
    run = executed({"process": "palm_oil_mill", "plants": 3})
    assert run.status in (RunStatus.SUGGESTED, RunStatus.REFUSED), run.message
    assert run.summary["counts"]["plants"] >= 42
    land = District.objects.aggregate(land=Union("boundary"))["land"]
    for site in run.sites.all():
        assert land.contains(site.location)
        assert sum(part["contribution"] for part in site.parts) == pytest.approx(site.score, abs=1e-6)
        assert site.utilisation >= 0.6 - 1e-9
        assert site.catchment.valid


def test_real_runs_are_equal():
    question = {"process": "palm_oil_mill", "plants": 2, "cell_size_m": 500}
    first, second = executed(question), executed(question)
    assert first.input_hash == second.input_hash
    ranks = [list(run.sites.order_by("rank").values_list("rank", "score", "location")) for run in (first, second)]
    assert ranks[0] == ranks[1]


def test_crumb_rubber_is_refused_on_real_boundaries_too():
    run = executed({"process": "crumb_rubber"})
    assert run.status == RunStatus.REFUSED
    assert run.refusal["figures"]["shortage_share"] == pytest.approx(0.356, abs=0.001)
