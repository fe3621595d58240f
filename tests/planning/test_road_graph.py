"""Road graphs on disk: kept, found by other processes, rebuilt when damaged, few."""

import subprocess
import sys
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from gisapp.planning import prepared as prepared_module
from gisapp.planning import road_graph as store
from gisapp.planning.adapters import planning_input_read
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.prepared import prepared_for
from gisapp.siting.network import road_graph
from gisapp.siting.travel import points_on, travel_minutes
from layers.models import RoadClass, RoadLink, RoadSpeed, Surface
from tests import factories
from tests.siting import builders


def build():
    terrain = builders.terrain()
    roads = builders.roads([(0, 10_000), (20_000, 10_000)], [(20_000, 10_000), (40_000, 10_000)], one_way=[False, True])
    return road_graph(roads, terrain, off_road_speed_km_h=10.0)


def never():
    raise AssertionError("built again")


@pytest.fixture
def folder(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    return tmp_path / "cache" / "road_graphs"


def assert_same(one, other):
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(mine):
            assert_same(mine, theirs)
        elif isinstance(mine, np.ndarray):
            assert (mine.dtype, mine.shape) == (theirs.dtype, theirs.shape)
            np.testing.assert_array_equal(mine, theirs)
        else:
            assert mine == theirs


def test_a_graph_is_built_once_and_read_back_the_same(folder):
    built = store.road_graph_for(["v1"], build=build)
    kept = store.road_graph_for(["v1"], build=never)
    assert_same(built, kept)
    terrain = builders.terrain()
    points = points_on(terrain, np.array([1_000.0, 30_000.0]), np.array([10_500.0, 9_000.0]))
    np.testing.assert_array_equal(
        travel_minutes(kept, points, points, np.inf), travel_minutes(built, points, points, np.inf)
    )


def test_arrays_are_mapped_from_the_files(folder):
    store.road_graph_for(["v1"], build=build)
    assert isinstance(store.road_graph_for(["v1"], build=never).arcs.minutes.base, np.memmap)


def test_another_process_finds_the_graph(folder):
    graph = store.road_graph_for(["v1"], build=build)
    code = (
        "import django; django.setup();"
        "from gisapp.planning.road_graph import road_graph_for;"
        "print(repr(float(road_graph_for(['v1'], build=None).arcs.minutes.sum())))"
    )
    env = {"DJANGO_SETTINGS_MODULE": "gisapp.settings", "HILIR_DEBUG": "1", "HILIR_STATE_DIR": str(folder.parents[1])}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert float(run.stdout) == graph.arcs.minutes.sum()


@pytest.mark.parametrize("change", [{"version": "2"}, {"season": "wet"}, {"speed": 6.0}])
def test_whatever_it_depends_on_makes_another_graph(folder, change):
    key = {"version": "1", "season": "dry", "speed": 10.0}
    store.road_graph_for(list(key.values()), build=build)
    with pytest.raises(AssertionError, match="built again"):
        store.road_graph_for(list((key | change).values()), build=never)


def damage_nothing_left(place):
    for file in place.iterdir():
        file.unlink()


def damage_cut(place):
    file = place / "arcs.minutes.npy"
    file.write_bytes(file.read_bytes()[:-4])


def damage_bit(place):
    file = place / "xy_m.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def damage_empty(place):
    (place / "link.npy").write_bytes(b"")


def damage_manifest(place):
    (place / "manifest.json").write_text("{", encoding="utf-8")


def damage_unknown_array(place):
    text = (place / "manifest.json").read_text(encoding="utf-8")
    (place / "manifest.json").write_text(text.replace('"arcs.head"', '"arcs.heads"'), encoding="utf-8")
    (place / "arcs.head.npy").rename(place / "arcs.heads.npy")


@pytest.mark.parametrize(
    "damage",
    [damage_nothing_left, damage_cut, damage_bit, damage_empty, damage_manifest, damage_unknown_array],
    ids=lambda damage: damage.__name__,
)
def test_a_damaged_graph_is_built_again_and_then_kept(folder, damage, caplog):
    built = store.road_graph_for(["v1"], build=build)
    (place,) = folder.iterdir()
    damage(place)
    assert_same(store.road_graph_for(["v1"], build=build), built)
    assert "built again" in caplog.text
    assert_same(store.road_graph_for(["v1"], build=never), built)
    assert list(folder.iterdir()) == [place]


def test_only_the_graphs_used_last_are_kept(folder, monkeypatch):
    monkeypatch.setattr(store, "MOST_KEPT", 2)
    for version in ("v1", "v2"):
        store.road_graph_for([version], build=build)
    store.road_graph_for(["v1"], build=never)
    store.road_graph_for(["v3"], build=build)
    assert len(list(folder.iterdir())) == 2
    store.road_graph_for(["v1"], build=never)
    with pytest.raises(AssertionError, match="built again"):
        store.road_graph_for(["v2"], build=never)


def test_without_a_disk_to_write_to_it_is_built_all_the_same(settings, tmp_path, caplog):
    settings.STATE_DIR = tmp_path / "file"
    settings.STATE_DIR.write_text("not a folder", encoding="utf-8")
    assert_same(store.road_graph_for(["v1"], build=build), build())
    assert "not kept" in caplog.text


@pytest.fixture
def province(db, folder):
    factories.small_province()
    for season, speed_km_h in (("dry", 14.0), ("wet", 6.0)):
        RoadSpeed.objects.create(
            road_class=RoadClass.VILLAGE, surface=Surface.EARTH, season=season, source="made up for a test",
            speed_low_km_h=speed_km_h, speed_mid_km_h=speed_km_h, speed_high_km_h=speed_km_h,
        )  # fmt: skip
    factories.road((115.2, -3.0), (115.2, -2.9))
    RoadLink.objects.order_by("-pk").filter(pk=RoadLink.objects.latest("pk").pk).update(
        road_class=RoadClass.VILLAGE, surface=Surface.EARTH, speed_km_h=None
    )
    prepared_module._kept.clear()


def given_in(season):
    return planning_input_read(SitingParameters(process="palm_oil_mill", season=season))


def test_the_season_changes_the_speeds_on_earth_and_beside_the_road(province):
    dry, wet = (given_in(season).problem for season in ("dry", "wet"))
    assert sorted(dry.roads.speed_km_h)[0] == 14.0
    assert sorted(wet.roads.speed_km_h)[0] == 6.0
    # Open land is no quicker to cross than an earth road.
    assert (dry.off_road_speed_km_h, wet.off_road_speed_km_h) == (10.0, 6.0)


def test_prepared_parts_go_with_season_and_version_and_outlive_the_process(province, monkeypatch):
    dry = prepared_for(given_in("dry"))
    assert prepared_for(given_in("dry")) is dry
    assert prepared_for(given_in("wet")).graph.arcs.minutes.sum() > dry.graph.arcs.minutes.sum()
    prepared_module._kept.clear()
    monkeypatch.setattr(prepared_module, "road_graph", lambda *_args, **_options: never())
    assert_same(prepared_for(given_in("dry")).graph, dry.graph)
    factories.road((115.3, -3.0), (115.3, -2.9))
    with pytest.raises(AssertionError, match="built again"):
        prepared_for(given_in("dry"))
