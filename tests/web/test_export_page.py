import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def _province(db):
    factories.district("6301", west=factories.WEST, east=factories.MIDDLE, name="Tanah Laut")
    factories.commodity("oil_palm", name_id="Kelapa sawit", name_en="Oil palm")


@pytest.mark.usefixtures("_province")
def test_the_address_fills_in_the_form(client):
    page = client.get("/export?layers=districts,roads&f=shp&district=6301&where=kind=kota&crs=EPSG:32750")
    assert page.status_code == 200
    text = " ".join(page.content.decode().split())
    for name in ("districts", "roads"):
        assert f'value="{name}" data-kind="features" checked' in text
    assert 'value="shp" checked' in text
    assert '<option value="6301" selected>Tanah Laut</option>' in text
    assert "EPSG:32750 · WGS 84 / UTM zone 50S" in text
    assert ">kind=kota</textarea>" in text


@pytest.mark.usefixtures("_province")
def test_nothing_comes_from_elsewhere(client):
    page = client.get("/export")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"http://" not in page.content.replace(b"http://www.w3.org/2000/svg", b"")


@pytest.mark.usefixtures("_province")
def test_without_scripts_the_form_leads_to_the_file(client):
    asked = (
        "/export/file?layers=districts&layers=roads&f=gpkg&district=6301&where=kind%3Dkota%0D%0Aname%3DA+B&bbox=&crs="
    )
    response = client.get(asked)
    assert response.status_code == 302
    assert response["Location"] == (
        "/api/exports/districts,roads?f=gpkg&district=6301&where=kind%3Dkota&where=name%3DA+B&language=id"
    )
