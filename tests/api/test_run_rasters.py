import hashlib
import io
import uuid

import pytest
import rasterio

from layers.models import RunRaster, RunStatus, SitingRun
from tests import factories
from tests.api.test_siting_runs import BODY, RUNS, executed, post, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_id(client):
    factories.small_province()
    return executed(client)


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def address(run_id, kind="suitability"):
    return f"{RUNS}/{run_id}/rasters/{kind}"


@pytest.mark.parametrize(("kind", "dtype"), [("suitability", "float32"), ("exclusion", "uint8")])
def test_a_raster_is_had_as_it_lies_on_the_disk(client, run_id, kind, dtype):
    response = client.get(address(run_id, kind))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/tiff; application=geotiff; profile=cloud-optimized"
    content = body_of(response)
    assert response["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    with rasterio.open(io.BytesIO(content)) as dataset:
        assert dataset.dtypes == (dtype,)


def test_who_has_it_is_told_so(client, run_id):
    etag = client.get(address(run_id))["ETag"]
    again = client.get(address(run_id), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-15", slice(0, 16)), ("bytes=100-", slice(100, None)), ("bytes=-20", slice(-20, None))],
)
def test_readers_may_look_into_a_part(client, run_id, asked, part):
    whole = body_of(client.get(address(run_id)))
    response = client.get(address(run_id), headers={"Range": asked})
    assert response.status_code == 206
    assert response.content == whole[part]
    assert response["Content-Range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=-", "lines=1-2", "bytes=" + "9" * 5000 + "-", "bytes=a-b"])
def test_other_ranges_get_the_whole(client, run_id, asked):
    assert client.get(address(run_id), headers={"Range": asked}).status_code == 200


def test_a_part_of_another_version_is_not_given(client, run_id):
    headers = {"Range": "bytes=0-15", "If-Range": '"another"'}
    assert client.get(address(run_id), headers=headers).status_code == 200


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(client, run_id, asked):
    response = client.get(address(run_id), headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"].startswith("bytes */")


def test_what_is_not_there_is_told_with_the_reason(client, run_id):
    english = {"Accept-Language": "en"}
    assert "suitability" in problem(client.get(address(run_id, "slope"), headers=english), 404)["detail"]
    problem(client.get(address(uuid.uuid4())), 404)
    problem(client.post(address(run_id)), 405)
    problem(client.get(address(run_id), {"a": "b"}), 400)
    waiting = post(client, BODY).json()["id"]
    assert "not over yet" in problem(client.get(address(waiting), headers=english), 404)["detail"]
    SitingRun.objects.filter(pk=waiting).update(status=RunStatus.FAILED)
    assert "no answer" in problem(client.get(address(waiting), headers=english), 404)["detail"]
    RunRaster.objects.filter(run=run_id).delete()
    assert "newest 50 runs" in problem(client.get(address(run_id), headers=english), 404)["detail"]


def test_a_lost_file_is_no_error_of_the_server(client, run_id):
    raster = RunRaster.objects.get(run=run_id, kind="suitability")
    raster.file.storage.delete(raster.file.name)
    problem(client.get(address(run_id)), 404)


def test_they_are_described(client):
    operation = client.get("/api/openapi.json").json()["paths"]["/siting-runs/{run_id}/rasters/{kind}"]["get"]
    assert "image/tiff; application=geotiff; profile=cloud-optimized" in operation["responses"]["200"]["content"]
