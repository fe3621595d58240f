import json
import re

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point

from gisapp.web.profiles.map_config import map_config
from layers.models import District, Process, ProductionStatistic
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ("/districts", "/districts/6301", "/commodities", "/commodities/oil_palm")


def production(of, where, year, value, **fields):
    values = {"measure": "area_ha", "unit": "ha", "series": "satellite", **factories.SOURCE, **fields}
    return ProductionStatistic.objects.create(
        commodity=of, district=where, region_code=where.code, year=year, value=value, **values
    )


@pytest.fixture
def province():
    districts = [
        factories.district(f"630{number}", west=115.0 + number / 10, east=115.1 + number / 10) for number in range(1, 5)
    ]
    palm = factories.commodity("oil_palm", name_id="Kelapa sawit", name_en="Oil palm", is_raw=True)
    oil = factories.commodity("crude_palm_oil", group="oil_palm")
    mill = factories.process("palm_oil_mill", palm)
    factories.output(mill, oil, 0.21)
    factories.process("palm_refinery", oil, stage=2)
    factories.source_area(palm, 115.15, -3.0, 4_000.0, districts[0])
    for number, where in enumerate(districts):
        production(palm, where, 2022, 100.0 * (number + 1))
    for year, value in ((2003, 10.0), (2021, 60.0)):
        production(palm, districts[0], year, value)
    shapes_rebuild(District)
    return districts


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_any_data(client, address):
    response = client.get(address)
    assert response.status_code == (200 if address in ("/districts", "/commodities") else 404)
    assert "style=" not in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_and_asks_no_other_host(client, province, address):
    response = client.get(address)
    body = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"<h1\b", body)) == 1
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", body.replace("http://www.w3.org/", ""))
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"""\sstyle=["']""", body)


def test_what_is_missing_is_said_and_never_zero(client, province):
    body = client.get("/districts/6302").content.decode()
    assert "Pasokan di sini belum tercatat" in body
    assert "Statistik lapangan usaha belum tersimpan" in body
    assert "Belum ada fasilitas tercatat" in body


def test_series_are_drawn_with_bridges_over_years_without_figures(client, province):
    body = client.get("/districts/6301").content.decode()
    assert "Naik dari 10 ha pada 2003 menjadi 100 ha pada 2022." in body
    assert body.count("line-gap") == 1


def test_sources_that_differ_are_both_told(client, province):
    palm = ProductionStatistic.objects.first().commodity
    production(palm, province[1], 2022, 999.0, source="another source")
    document = client.get("/map/statistics/production-oil-palm-area-ha.json").json()
    (row,) = [row for row in document["rows"] if row["district"] == "6302" and row["year"] == 2022]
    assert row["value"] is None
    assert row["reason"] == "sumber memberi beberapa angka; tidak ada yang diutamakan"
    assert "sumber berbeda: 200 ha; 999 ha" in client.get("/districts/6302").content.decode()


def test_a_missing_step_leads_to_the_plan(client, province):
    body = client.get("/districts/6301").content.decode()
    assert 'href="/?process=palm_refinery"' in body


def test_a_plant_closes_its_gap(client, province):
    mill = Process.objects.get(code="palm_oil_mill")
    before = client.get("/commodities/oil_palm").content.decode()
    factories.facility("M1", 115.15, -3.0, process=mill, district=province[0], owner="A company")
    after = client.get("/commodities/oil_palm").content.decode()
    assert 'href="/?process=palm_oil_mill"' in before
    assert 'href="/?process=palm_oil_mill"' not in after
    assert "A company" in after


def test_the_code_of_a_good_leads_to_its_chain(client, province):
    response = client.get("/commodities/crude_palm_oil")
    assert response.status_code == 302
    assert response["Location"] == "/commodities/oil_palm"


@pytest.mark.parametrize("address", ["/districts/9999", "/commodities/gold"])
def test_what_is_not_there_is_a_404_in_words(client, province, address):
    response = client.get(address)
    assert response.status_code == 404
    assert address.rsplit("/", 1)[1] in response.content.decode()


def test_an_unknown_statistic_is_a_problem_document(client, province):
    response = client.get("/map/statistics/nothing.json")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "production-oil-palm-area-ha" in response.json()["allowed"]


def test_a_statistic_has_classes_years_and_sources(client, province):
    document = client.get("/map/statistics/production-oil-palm-area-ha.json", {"chain": "oil_palm"}).json()
    assert document["years"] == [2003, 2021, 2022]
    assert document["unit"] == "ha"
    assert document["classes"][0]["low"] is None
    assert document["classes"][-1]["high"] is None
    assert len({one["colour"] for one in document["classes"]}) == len(document["classes"]) <= 6
    assert {row["source"] for row in document["rows"]} == {factories.SOURCE["source"]}


def test_an_unknown_chain_or_series_in_the_address_is_taken_as_not_given(client, province):
    assert client.get("/districts/6301", {"chain": "gold", "series": "x" * 500}).status_code == 200


def test_english_is_complete(client, province):
    client.cookies["django_language"] = "en"
    body = client.get("/districts/6301").content.decode()
    assert "Is there raw material for the plants?" in body
    assert "belum tercatat" not in body


def test_names_cannot_break_out_of_the_page(client, province):
    District.objects.filter(code="6301").update(name="</script><script>alert(1)</script>", seat=Point(115.1, -3.0))
    for address in ("/districts", "/districts/6301"):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_the_map_knows_districts_plants_and_addresses(client, province):
    body = client.get("/districts").content.decode()
    found = re.search(r'<script id="where-config" type="application/json">(.*?)</script>', body, re.DOTALL)
    assert found
    config = json.loads(found.group(1))
    assert config["statistic"] == "production-oil-palm-area-ha"
    assert list(config["names"]) == ["6301", "6302", "6303", "6304"]
    assert "CODE" in config["urls"]["district"]


def asked_for(folder):
    scripts = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "js" / folder
    text = "".join(script.read_text(encoding="utf-8") for script in scripts.glob("*.js"))
    return set(re.findall(r'\b(?:text|say)\(\s*"(\w+)"', text))


def test_the_map_has_every_text_that_its_modules_ask_for_and_no_other():
    texts = set(map_config(names={}, statistic=None)["texts"])
    assert asked_for("profiles") <= texts
    assert texts <= asked_for("profiles") | asked_for("reading")
