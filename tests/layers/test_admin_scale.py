"""No page of the administration slows down with 200,000 source areas."""

import time
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from layers.admin.paginator import LISTED_ROWS
from layers.models import Commodity, District, Facility, SourceArea
from tests.layers import rows

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 200_000
LIMIT_S = 1.0
LIST = reverse("admin:layers_sourcearea_changelist")
PAGES = {
    "first page": LIST,
    "last page": f"{LIST}?p={LISTED_ROWS // 50}",
    "search": f"{LIST}?q=Block+199",
    "search without a hit": f"{LIST}?q=nowhere",
    "by commodity": f"{LIST}?commodity__id__exact={{commodity}}",
    "by district": f"{LIST}?district={{district}}",
    "by supply": f"{LIST}?o=-5",
    "form": reverse("admin:layers_sourcearea_change", args=[0]).replace("/0/", "/{area}/"),
    "new": reverse("admin:layers_sourcearea_add"),
    "commodity to delete": reverse("admin:layers_commodity_delete", args=[0]).replace("/0/", "/{commodity}/"),
}
GENERATE = """
    INSERT INTO {table} (commodity_id, district_id, name, boundary, centre, availability, annual_tonnes, year,
                         owner_kind, origin, source, licence, confidence, note)
    SELECT %s, %s, 'Block ' || i, ST_Multi(ST_Expand(place, 0.004)), place, 1, i %% 997, 2023,
           'unknown', 'surveyed', 'generated', '', '', ''
    FROM generate_series(1, %s) AS i,
         LATERAL (SELECT ST_Point(114.5 + (i %% 447) * 0.0045, -4 + (i / 447) * 0.0055, 4326)) AS p(place)
"""


def generate(count: int) -> dict[str, int]:
    """Write so many source areas of one commodity and district; return keys to open pages with."""
    district, palm = rows.district(), rows.commodity()
    district.save()
    palm.save()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(GENERATE.format(table=SourceArea._meta.db_table), [palm.pk, district.pk, count])
        cursor.execute("ANALYZE layers_sourcearea")
        cursor.execute("SET LOCAL statement_timeout = '30s'")
    return {"commodity": palm.pk, "district": district.pk, "area": SourceArea.objects.values_list("pk", flat=True)[0]}


def measure(client, keys: dict[str, int], names: Iterable[str]) -> dict[str, tuple[int, float]]:
    """Open pages; return the queries and the seconds of each, the second time, when what is cached once is there."""
    for name in names:
        open_page(client, PAGES[name].format(**keys))
    return {name: min(open_page(client, PAGES[name].format(**keys)) for _ in range(2)) for name in names}


def open_page(client, url: str) -> tuple[int, float]:
    with CaptureQueriesContext(connection) as queries:
        begin = time.perf_counter()
        assert client.get(url).status_code == 200, url
        seconds = time.perf_counter() - begin
    return len(queries), seconds


def test_pages_with_many_rows_take_as_many_queries_as_with_few_and_under_a_second(admin_client):
    few = measure(admin_client, generate(FEW), set(PAGES) - {"last page"})
    SourceArea.objects.all().delete()
    District.objects.all().delete()
    Commodity.objects.all().delete()

    measured = measure(admin_client, generate(MANY), PAGES)
    assert {name: measured[name][0] for name in few} == {name: queries for name, (queries, _) in few.items()}
    slow = {name: seconds for name, (_, seconds) in measured.items() if seconds > LIMIT_S}
    assert not slow


def test_a_list_that_is_cut_off_says_so(admin_client, monkeypatch):
    monkeypatch.setattr("layers.admin.paginator.LISTED_ROWS", 2)
    for code in ("F1", "F2", "F3"):
        rows.facility(code=code).save()
    url = reverse("admin:layers_facility_changelist")
    admin_client.cookies["django_language"] = "en"
    answer = admin_client.get(url)
    assert "Only the first 2 rows are listed" in answer.content.decode()
    Facility.objects.filter(code__in=["F2", "F3"]).delete()
    assert "Only the first" not in admin_client.get(url).content.decode()
