"""No page of the administration asks more of the database with 200,000 source areas than with few."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from layers.admin.paginator import LISTED_ROWS
from layers.models import Commodity, District, SourceArea
from tests.layers import rows

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 200_000
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


def measure(client, keys: dict[str, int], names: Iterable[str]) -> dict[str, int]:
    """Return the queries of each page, opened a second time, when what is cached once is there."""
    for name in names:
        open_page(client, PAGES[name].format(**keys))
    return {name: open_page(client, PAGES[name].format(**keys)) for name in names}


def open_page(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


def test_pages_with_many_rows_take_as_many_queries_as_with_few(admin_client):
    few = measure(admin_client, generate(FEW), set(PAGES) - {"last page"})
    SourceArea.objects.all().delete()
    District.objects.all().delete()
    Commodity.objects.all().delete()

    many = measure(admin_client, generate(MANY), PAGES)
    assert {name: many[name] for name in few} == few
