"""Hostile requests to a running service: each gets the protocol's own error, nothing is fetched, and all goes on."""

import io
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from lxml import etree
from PIL import Image

from tests.e2e.service import Service
from tests.interop.layers import Truth

pytestmark = pytest.mark.interop

# A request that takes longer hangs: no statement may, and nothing here is drawn.
HANGS_S = 20
XML, JSON = "text/xml", "application/json"
SQL = "'; DROP TABLE layers_district; --"
MAP = {
    "SERVICE": "WMS",
    "VERSION": "1.3.0",
    "REQUEST": "GetMap",
    "LAYERS": "districts",
    "STYLES": "",
    "CRS": "CRS:84",
    "BBOX": "114,-5,117,-1",
    "WIDTH": "300",
    "HEIGHT": "400",
    "FORMAT": "image/png",
}
TILE = {
    "SERVICE": "WMTS",
    "VERSION": "1.0.0",
    "REQUEST": "GetTile",
    "LAYER": "districts",
    "STYLE": "districts",
    "FORMAT": "image/png",
    "TILEMATRIXSET": "WebMercatorQuad",
    "TILEMATRIX": "7",
    "TILEROW": "64",
    "TILECOL": "105",
}
FEATURES = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": "hilir:districts"}
ITEMS = "ogc/collections/source-areas/items"
NAMES = 'xmlns="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0"'
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))


def wfs_query(head: str, literal: str, *, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<GetFeature service="WFS" version="2.0.0" {NAMES} {attributes}>'
        '<Query typeNames="hilir:districts"><fes:Filter><fes:PropertyIsEqualTo><fes:ValueReference>name'
        f"</fes:ValueReference><fes:Literal>{literal}</fes:Literal></fes:PropertyIsEqualTo></fes:Filter></Query>"
        "</GetFeature>"
    )


@dataclass
class Lure:
    """An address of this machine at which nobody has any business."""

    port: int
    visits: int = 0


@pytest.fixture(scope="module")
def lure() -> Iterator[Lure]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Lure(port=server.getsockname()[1])

        def wait() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return
                found.visits += 1

        threading.Thread(target=wait, daemon=True).start()
        yield found


@dataclass(frozen=True)
class Answer:
    status: int
    media_type: str
    body: bytes


def ask(address: str, body: str | bytes | None = None, media_type: str = XML) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    request = urllib.request.Request(address, data=data, headers={"Content-Type": media_type} if data else {})
    try:
        with urllib.request.urlopen(request, timeout=HANGS_S) as answer:
            return Answer(answer.status, answer.headers.get_content_type(), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers.get_content_type(), error.read())


def is_refused(answer: Answer, report: str) -> None:
    """Check that an answer is an error of the client in the protocol's own form."""
    assert 400 <= answer.status < 500, (answer.status, answer.body[:300])
    if report == "problem":
        assert answer.media_type == "application/problem+json"
        assert json.loads(answer.body)["detail"]
    else:
        assert etree.QName(etree.fromstring(answer.body)).localname == report
    assert b"root:" not in answer.body
    assert b"Traceback" not in answer.body


HUGE = "9" * 5_000
MAPS = {
    "a billion pixels": {"WIDTH": "31623", "HEIGHT": "31623"},
    "a thousand layers": {"LAYERS": ",".join(["districts"] * 1_000)},
    "a thousand layers that are none": {"LAYERS": ",".join(f"x{number}" for number in range(1_000))},
    "a thousand styles": {"STYLES": ",".join(["districts"] * 1_000)},
    "a number of 5,000 digits": {"WIDTH": HUGE},
    "a box of 5,000 digits": {"BBOX": f"{HUGE},0,1,1"},
    "a box of infinities": {"BBOX": "-inf,-inf,inf,inf"},
    "no box": {"BBOX": "nan,nan,nan,nan"},
    "SQL as a layer": {"LAYERS": f"districts{SQL}"},
    "SQL as a year": {"LAYERS": "production-rice-production-t", "TIME": f"2022{SQL}"},
    "a nul byte": {"LAYERS": "districts\0"},
    "a very long name": {"LAYERS": "x" * 50_000},
    "a path as a style": {"STYLES": "../../../../etc/passwd"},
    "a system from elsewhere": {"CRS": "http://127.0.0.1:1/crs.xml"},
}


@pytest.mark.parametrize("what", MAPS)
@pytest.mark.parametrize("form", ["XML", "INIMAGE"])
def test_hostile_maps_are_refused(service: Service, what: str, form: str) -> None:
    asked = urlencode({**MAP, **MAPS[what], "EXCEPTIONS": form})
    by_form = ask(f"{service.address}/wms", asked, "application/x-www-form-urlencoded")
    for answer in (ask(f"{service.address}/wms?{asked}"), by_form):
        if form == "INIMAGE" and answer.media_type == "image/png":
            assert answer.status in (200, 400)
            assert Image.open(io.BytesIO(answer.body)).width <= 5_120
        else:
            is_refused(answer, "ServiceExceptionReport")


@pytest.mark.parametrize("name", TILE)
@pytest.mark.parametrize("value", [HUGE, "nan", "-1", "\0", SQL, "x" * 50_000, "../../etc/passwd"])
def test_hostile_tiles_are_refused(service: Service, name: str, value: str) -> None:
    is_refused(ask(f"{service.address}/wmts?{urlencode({**TILE, name: value})}"), "ExceptionReport")


@pytest.mark.parametrize(
    "changes",
    [
        {"TYPENAMES": ",".join(["hilir:districts"] * 1_000)},
        {"COUNT": "nan"},
        {"COUNT": HUGE},
        {"TYPENAMES": "hilir:districts\0"},
        {"TYPENAMES": f"hilir:districts{SQL}"},
        {"SORTBY": f"name{SQL}"},
        {"BBOX": f"{HUGE},0,1,1,{HUGE}"},
        {"SRSNAME": "http://127.0.0.1:1/crs.xml"},
        {"FILTER": "<Filter>" * 3_000},
        {"PROPERTYNAME": ",".join(["none"] * 1_000)},
        {"OUTPUTFORMAT": "../../etc/passwd"},
        {"STOREDQUERY_ID": SQL},
    ],
    ids=str,
)
def test_hostile_features_are_refused(service: Service, changes: dict[str, str]) -> None:
    is_refused(ask(f"{service.address}/wfs?{urlencode({**FEATURES, **changes})}"), "ExceptionReport")


BOMBS = {
    "billion laughs": ('<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + "]>", "&l9;", ""),
    "quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 10_000, ""),
    "a file": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", ""),
    "an address": ('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:PORT/a">]>', "&a;", ""),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:PORT/a.dtd"> %a;]>', "x", ""),
    "a document type": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:PORT/x.dtd">', "x", ""),
    "an unknown entity": ("", "&a;", ""),
    "half of a document": ("", "<a><b>", ""),
}


@pytest.mark.parametrize("what", BOMBS)
def test_hostile_xml_is_refused_and_fetches_nothing(service: Service, lure: Lure, what: str) -> None:
    head, literal, attributes = (part.replace("PORT", str(lure.port)) for part in BOMBS[what])
    told = wfs_query(head, literal, attributes=attributes)
    is_refused(ask(f"{service.address}/wfs", told), "ExceptionReport")
    is_refused(ask(f"{service.address}/wms", told), "ServiceExceptionReport")
    # In an address of the length that servers take.
    if len(told) < 10_000:
        asked = urlencode({**FEATURES, "FILTER": f"{head}<Filter>{literal}</Filter>"})
        is_refused(ask(f"{service.address}/wfs?{asked}"), "ExceptionReport")
        style = urlencode({**MAP, "SLD_BODY": f"{head}<StyledLayerDescriptor>{literal}</StyledLayerDescriptor>"})
        is_refused(ask(f"{service.address}/wms?{style}"), "ServiceExceptionReport")
    assert lure.visits == 0


def test_addresses_that_a_request_names_are_not_visited(service: Service, lure: Lure) -> None:
    there = f"http://127.0.0.1:{lure.port}/x"
    where = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x {there}"'
    ask(f"{service.address}/wfs", wfs_query("", "x", attributes=where))
    is_refused(ask(f"{service.address}/wms?{urlencode({**MAP, 'SLD': there})}"), "ServiceExceptionReport")
    is_refused(ask(f"{service.address}/wms?{urlencode({**MAP, 'CRS': there})}"), "ServiceExceptionReport")
    is_refused(ask(f"{service.address}/{ITEMS}?{urlencode({'crs': there})}"), "problem")
    is_refused(ask(f"{service.address}/{ITEMS}?{urlencode({'filter': 'name = 1', 'filter-crs': there})}"), "problem")
    execution = {"inputs": {"process": {"href": there}}}
    address = f"{service.address}/ogc/processes/suggest-locations/execution"
    is_refused(ask(address, json.dumps(execution), JSON), "problem")
    subscribed = {"inputs": {"process": "nothing"}, "subscriber": {"successUri": there}}
    is_refused(ask(address, json.dumps(subscribed), JSON), "problem")
    assert lure.visits == 0


RING = ",".join(f"{115 + number % 7 / 10} {-3 + number % 11 / 10}" for number in range(400))
FILTERS = {
    "10,000 NOTs": "NOT " * 10_000 + "year = 2024",
    "10,000 parentheses": "(" * 10_000 + "year = 2024" + ")" * 10_000,
    "a list of 5,000": f"year IN ({','.join(['2024'] * 5_000)})",
    "SQL": f"name = 'x{SQL}",
    "a function": "pg_sleep(60) = 1",
    "a nul byte": "name = '\0'",
    "not a number": "year = nan",
    "a number of 5,000 digits": f"year = {HUGE}",
    "a property that is none": "password = 'x'",
    "no end of a text": "name = 'x",
    "a place nowhere": "S_INTERSECTS(geometry, POINT(1e400 1))",
}


@pytest.mark.parametrize("what", FILTERS)
def test_hostile_filters_are_refused(service: Service, what: str) -> None:
    is_refused(ask(f"{service.address}/{ITEMS}?{urlencode({'filter': FILTERS[what]})}"), "problem")


@pytest.mark.parametrize(
    "filter_", [f"name LIKE '{'%a' * 500}%b'", f"S_INTERSECTS(geometry, POLYGON(({RING},115 -3)))"]
)
def test_filters_that_are_hard_work_end(service: Service, filter_: str) -> None:
    answer = ask(f"{service.address}/{ITEMS}?{urlencode({'filter': filter_})}")
    assert answer.status in (200, 400, 503), answer.body[:300]


@pytest.mark.parametrize(
    "body",
    ["[" * 50_000, '{"inputs":' * 20_000, "nan", '{"inputs": {"plants": 1e999}}', "\0", "{" + " " * 3_000_000 + "}"],
    ids=len,
)
@pytest.mark.parametrize(
    "address", ["ogc/processes/suggest-locations/execution", "ogc/processes/potential/execution", "api/siting-runs"]
)
def test_hostile_documents_are_refused(service: Service, address: str, body: str) -> None:
    is_refused(ask(f"{service.address}/{address}", body, JSON), "problem")


@pytest.mark.parametrize("text", ["\0", "..", "%2e%2e%2f", SQL, "x" * 5_000, "\udcff", "💥", HUGE])
@pytest.mark.parametrize(
    "stem",
    [
        "ogc/",
        "ogc/collections/",
        f"{ITEMS}/",
        "ogc/jobs/",
        "ogc/processes/",
        "ogc/tileMatrixSets/",
        "ogc/tiles/",
        "api/siting-runs/",
    ],
)
def test_hostile_names_are_not_found(service: Service, stem: str, text: str) -> None:
    answer = ask(f"{service.address}/{stem}{quote(text, errors='surrogateescape', safe='')}x")
    is_refused(answer, "problem")


def test_all_goes_on_afterwards(service: Service, truth: Truth) -> None:
    assert ask(f"{service.address}/healthz").status == 200
    assert ask(f"{service.address}/readyz").status == 200
    drawn = ask(f"{service.address}/wms?{urlencode(MAP)}")
    assert Image.open(io.BytesIO(drawn.body)).size == (300, 400)
    assert truth.rows("SELECT count(*) FROM layers_district") == [(13,)]
