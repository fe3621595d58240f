"""The same features as GeoJSON, CSV, FlatGeobuf and pages."""

import csv
import gzip
import io
import json
import re
import zlib

import pyogrio
import pytest
import shapely

from gisapp import conf
from gisapp.ogc.database import raw_cursor
from gisapp.ogc.errors import BusyError
from gisapp.ogc.features import pages, rows
from layers.models import SourceArea
from tests import factories
from tests.ogc.features.conftest import body


def test_csv_has_a_line_a_feature(province):
    answer = province.get("/collections/source-areas/items", f="csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="source-areas.csv"' in answer["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(body(answer).decode())))
    assert [int(line["id"]) for line in lines] == province.ids("source-areas")
    area = SourceArea.objects.order_by("id").first()
    assert float(lines[0]["annual_tonnes"]) == area.annual_tonnes
    assert shapely.from_wkt(lines[0]["geometry"]).equals_exact(shapely.from_wkb(bytes(area.boundary.wkb)), 1e-7)


def test_csv_quotes_what_needs_it(province):
    SourceArea.objects.all().delete()
    area = factories.source_area(factories.commodity("rubber"), 115.1, -3.0, 1.0)
    SourceArea.objects.filter(pk=area.pk).update(name='a "b",\nc')
    [line] = csv.DictReader(io.StringIO(body(province.get("/collections/source-areas/items", f="csv")).decode()))
    assert line["name"] == 'a "b",\nc'


def test_csv_of_nothing_has_names(province):
    text = body(province.get("/collections/source-areas/items", f="csv", year="1999")).decode()
    assert text.splitlines()[0].startswith("id,commodity,")
    assert len(text.splitlines()) == 1


def test_csv_with_a_limit_and_some_properties(province):
    asked = {"f": "csv", "limit": 2, "properties": "name,year", "skipGeometry": "true"}
    lines = body(province.get("/collections/source-areas/items", **asked)).decode().splitlines()
    assert lines[0] == "id,name,year"
    assert len(lines) == 3


@pytest.mark.parametrize("srid", [4326, 32750])
def test_flatgeobuf_is_read_by_gdal(province, tmp_path, srid):
    crs = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"
    answer = province.get("/collections/source-areas/items", f="fgb", crs=crs)
    assert answer["Content-Type"] == "application/flatgeobuf"
    path = tmp_path / "areas.fgb"
    path.write_bytes(body(answer))
    info = pyogrio.read_info(path)
    assert info["features"] == 12
    assert info["geometry_type"] == "MultiPolygon"
    assert f"EPSG:{srid}" in info["crs"]
    assert {"id", "commodity", "year"} <= set(info["fields"])
    _meta, _index, wkb, _fields = pyogrio.raw.read(path)
    [first] = [shapely.from_wkb(wkb[0])]
    x, y = first.centroid.coords[0]
    # East before north, whatever the authority's order: the format has it so.
    assert (110 < x < 120 and -10 < y < 0) if srid == 4326 else (200_000 < x < 500_000 and y > 9_000_000)


def test_flatgeobuf_of_nothing(province, tmp_path):
    path = tmp_path / "none.fgb"
    path.write_bytes(body(province.get("/collections/source-areas/items", f="fgb", year="1999")))
    assert pyogrio.read_info(path)["geometry_type"] == "MultiPolygon"
    assert len(pyogrio.raw.read(path)[2]) == 0


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("application/flatgeobuf", "application/flatgeobuf"),
        ("text/html", "text/html"),
        ("application/vnd.geo+json", "application/geo+json"),
    ],
)
def test_the_accept_header_chooses(province, accept, kind):
    assert province.get("/collections/districts/items", accept=accept)["Content-Type"].startswith(kind)


def test_who_asks_for_gzip_gets_it(province, client):
    plain = json.loads(body(client.get("/ogc/collections/districts/items?f=json")))
    answer = client.get("/ogc/collections/districts/items?f=json", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(body(answer)))["features"] == plain["features"]
    refused = client.get("/ogc/collections/districts/items?f=json", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused
    with pytest.raises(zlib.error):
        zlib.decompress(body(refused))


@pytest.mark.parametrize(
    "path", ["/items", "/items?filter=year=2024&limit=3", "/schema", "/queryables", "/sortables", ""]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_load_nothing_from_elsewhere(province, client, path, language):
    separator = "&" if "?" in path else "?"
    client.cookies["django_language"] = language
    answer = client.get(f"/ogc/collections/source-areas{path}{separator}f=html")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'<html lang="{language}">' in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    loaded = re.findall(r'(?:src|href)="(https?://[^"]+)"[^>]*(?:script|stylesheet)', page)
    assert all("testserver" in address for address in loaded)


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "id"),
        ("?f=html", "application/json", "id"),
        ("?f=json", "text/html,*/*;q=0.8", "en"),
        ("", "*/*", "en"),
    ],
)
def test_pages_are_indonesian_until_the_reader_chooses_and_programs_are_asked(
    province, client, query, accept, language
):
    headers = {"Accept": accept, "Accept-Language": "en-US"}
    said = client.get(f"/ogc/collections/districts{query}", headers=headers).content.decode()
    assert {"id": "Kabupaten", "en": "istricts"}[language] in said
    assert ('<html lang="id">' in said) == (language == "id")


def test_a_page_lists_features_and_leads_on(province, client):
    page = client.get("/ogc/collections/source-areas/items?f=html&limit=5").content.decode()
    assert page.count('<th scope="row">') == 5
    assert 'rel="next"' in page
    assert 'id="feature-map-data"' in page


def test_a_page_writes_no_one_elses_markup(province, client):
    SourceArea.objects.update(name="</script><script>alert(1)</script>")
    address = "/ogc/collections/source-areas/items?f=html&filter=name<>'<script>alert(2)</script>'"
    page = client.get(address).content.decode()
    assert "<script>alert" not in page


def test_a_person_reads_one_feature(province, client):
    number = province.ids("districts")[0]
    page = client.get(f"/ogc/collections/districts/items/{number}?f=html").content.decode()
    assert "District 6301" in page


def test_memory_stays_small_however_many_there_are(province, monkeypatch):
    monkeypatch.setattr(conf, "FEATURES_PER_BATCH", 3)
    sizes = []
    encode = rows.geojson_batches

    def watched(telling, ids):
        for batch in encode(telling, ids):
            sizes.append(len(batch))
            yield batch

    monkeypatch.setattr("gisapp.ogc.features.encode.geojson_batches", watched)
    document = province.items("source-areas")
    assert sizes == [3, 3, 3, 3]
    assert document["numberReturned"] == 12


def test_an_error_has_its_status_though_the_answer_is_a_stream(province, monkeypatch):
    def late(*_args, **_named):
        raise BusyError("too late")
        yield

    for name in ("gisapp.ogc.features.encode.geojson_batches", "gisapp.ogc.features.encode.csv_batches"):
        monkeypatch.setattr(name, late)
    monkeypatch.setattr("gisapp.ogc.features.flatgeobuf.value_batches", late)
    for key in ("json", "csv", "fgb"):
        answer = province.get("/collections/source-areas/items", f=key)
        assert answer.status_code == 503, key
        assert int(answer["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_a_count_that_takes_too_long_is_left_out(client, monkeypatch):
    factories.small_province()
    monkeypatch.setattr(pages, "_counts", pages.Counts())

    def slow(*, timeout_ms):
        if timeout_ms == conf.FEATURES_COUNT_TIMEOUT_MS:
            raise BusyError("too slow")
        return raw_cursor(timeout_ms=timeout_ms)

    monkeypatch.setattr(pages, "raw_cursor", slow)
    for _again in range(2):
        document = json.loads(body(client.get("/ogc/collections/source-areas/items?f=json")))
        assert "numberMatched" not in document
        assert document["numberReturned"] == 12


@pytest.mark.django_db(transaction=True)
def test_what_takes_too_long_says_so(client, monkeypatch):
    factories.small_province()
    monkeypatch.setattr(pages, "_counts", pages.Counts())
    monkeypatch.setattr(conf, "FEATURES_TIMEOUT_MS", 1)
    monkeypatch.setattr(conf, "FEATURES_COUNT_TIMEOUT_MS", 1)
    many = " OR ".join(f"S_INTERSECTS(geometry, POINT(11{number % 10} -3.{number}))" for number in range(120))
    answer = client.get("/ogc/collections/source-areas/items", {"filter": many, "f": "json"})
    assert answer.status_code == 503
    assert "smaller" in answer.json()["detail"]
