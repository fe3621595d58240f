import pytest

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.chains import chain_document, chains_document
from layers.errors import UnknownCodeError
from layers.models import FacilityStatus, SectorLinkage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    mill = factories.small_province()
    kernel = factories.commodity("palm_kernel", group="oil_palm")
    factories.output(mill, kernel, 0.05)
    factories.process("crushing", kernel, chain="oil_palm", stage=2, kbli="10432")
    factories.facility("planned", 115.1, -3.0, process=mill, status=FacilityStatus.PLANNED)
    return mill


def linkage(io_code, divisions, quadrant, year=2016):
    return SectorLinkage.objects.create(
        region_code="63",
        year=year,
        io_code=io_code,
        name_id=io_code,
        name_en=io_code,
        section="C",
        kbli_divisions=divisions,
        backward_index=1.2,
        forward_index=1.1,
        quadrant=quadrant,
        **factories.SOURCE,
    )


def test_steps_in_order_with_flows_and_gaps(chain):
    document = chain_document("oil_palm", district=None)
    assert [step["process"] for step in document["steps"]] == ["palm_oil_mill", "crushing"]
    mill, crushing = document["steps"]
    assert mill["feed"]["supply_per_year"] == pytest.approx(700_000)
    assert mill["feed"]["taken_per_year"] == pytest.approx(150_000)
    assert mill["plants_operating"] == 1
    assert mill["plants_planned_in_province"] == 1
    assert mill["capacity_recorded_per_year"] == 150_000
    assert not mill["is_gap"]
    assert crushing["feed"]["supply_per_year"] == pytest.approx(7_500)
    assert crushing["is_gap"]
    assert document["gaps"] == ["crushing"]
    assert "step_without_plant" in [gap["reason"] for gap in crushing["missing"]]


def test_a_gap_of_a_district_is_not_one_of_the_province(chain):
    (mill, _crushing) = chain_document("oil_palm", district="6302")["steps"]
    assert mill["is_gap"]
    assert mill["plants_operating"] == 0
    assert mill["plants_operating_in_province"] == 1
    assert mill["districts_with_plants"] == {"6301": 1}
    assert mill["capacity_recorded_per_year"] is None
    assert mill["feed"]["supply_per_year"] == pytest.approx(300_000)


def test_supply_that_is_not_recorded_is_missing_and_not_zero(chain):
    (_mill, crushing) = chain_document("oil_palm", district="6302")["steps"]
    assert crushing["feed"]["supply_per_year"] is None
    assert "no_supply_recorded" in [gap["reason"] for gap in crushing["missing"]]


def test_industries_of_the_chain_by_their_division(chain):
    linkage("food", ["10", "11"], 1)
    linkage("rubber", ["22"], 1)
    linkage("old food", ["10"], 1, year=2010)
    found = chain_document("oil_palm", district=None)["linkages"]
    assert [row["io_code"] for row in found] == ["food"]
    assert found[0]["is_key_sector"]
    assert found[0]["year"] == 2016


def test_few_queries_whatever_the_number_of_plants(chain, django_assert_max_num_queries):
    chain_document("oil_palm", district=None)
    for k in range(20):
        factories.facility(f"extra_{k}", 115.1, -3.0, process=chain)
    chain_document("oil_palm", district=None)
    with django_assert_max_num_queries(6):
        chain_document("oil_palm", district=None)


def test_chains_are_listed(chain):
    assert chains_document() == {"chains": [{"chain": "oil_palm", "steps": 2}]}


def test_unknown_chain_and_district(chain):
    with pytest.raises(UnknownCodeError, match="oil_palm"):
        chain_document("oil_plam", district=None)
    with pytest.raises(ParameterError):
        chain_document("oil_palm", district="9999")
