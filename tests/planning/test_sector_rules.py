import pytest
from django.utils.translation import override

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.note_texts import assumption_text
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.presentation import sites_geojson
from gisapp.planning.sector_rules import haulage_notes
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import OwnerKind, Rule, SourceArea
from tests import factories

pytestmark = pytest.mark.django_db


def rules_of_best():
    run = siting_run_execute(siting_run_create(SitingParameters(process="palm_oil_mill", cell_size_m=1000)).pk)
    return {rule["code"]: rule for rule in run.sites.get(rank=1).rules}, run


@pytest.mark.parametrize(
    ("owner", "own_estate", "haulage"),
    [
        (OwnerKind.UNKNOWN, "unknown", "unknown"),
        (OwnerKind.SMALLHOLDER, "missed", "met"),
        (OwnerKind.COMPANY, "met", "unknown"),
        (OwnerKind.STATE, "met", "unknown"),
    ],
)
def test_who_owns_the_land_decides(owner, own_estate, haulage):
    factories.small_province()
    SourceArea.objects.update(owner_kind=owner)
    rules, _run = rules_of_best()
    assert rules["own_estate"]["state"] == own_estate
    assert rules["haulage_off_public_roads"]["state"] == haulage
    assert rules["own_estate"]["figures"]["required_share"] == 0.2


def test_rules_are_cited_and_named():
    factories.small_province()
    for code, citation in (("R28", "Permentan 98/2013"), ("R21", "Perda 3/2008")):
        Rule.objects.create(code=code, topic="t", scope="s", citation=citation, year=2013, **factories.SOURCE)
    rules, run = rules_of_best()
    assert rules["own_estate"]["legal_basis"] == "Permentan 98/2013"
    assert rules["haulage_off_public_roads"]["legal_basis"] == "Perda 3/2008"
    labels = {rule["code"]: rule["label"] for rule in sites_geojson(run)["features"][0]["properties"]["rules"]}
    assert labels["own_estate"] not in ("", "own estate")


def test_other_raw_materials_are_not_judged():
    factories.district("6301", west=115.0, east=115.4)
    rice = factories.commodity("rice", is_raw=True)
    mill = factories.process("palm_oil_mill", rice, modular_sizes_per_year=[1_000.0])
    factories.source_area(rice, 115.2, -3.0, 5_000, factories.District.objects.get())
    rules, _run = rules_of_best()
    assert not {"own_estate", "haulage_off_public_roads"} & rules.keys()
    assert haulage_notes(mill) == ()


def test_the_warning_tells_how_many_hauling_roads_are_recorded():
    mill = factories.small_province()
    (note,) = haulage_notes(mill)
    assert note.code == AssumptionCode.PUBLIC_ROADS_BARRED
    factories.road((115.0, -3.1), (115.4, -3.1), road_class="hauling")
    (with_road,) = haulage_notes(mill)
    with override("en"):
        assert "no hauling road is recorded" in assumption_text(note.as_json(), {})
        assert "1 hauling roads are recorded" in assumption_text(with_road.as_json(), {})
