import re

from gisapp.geo.bbox import Bbox
from gisapp.web.map import GROUPS, PANES, render_map

SHOWN = Bbox(114.0, -5.0, 117.0, -1.0)


def test_the_map_is_folium_s_with_a_handle_on_every_group():
    made = render_map(SHOWN)
    assert 'class="folium-map"' in made.html
    assert "L.map(" in made.script
    handles = made.script[made.script.index("window.hilir") :]
    for name in GROUPS:
        assert re.search(rf'"{name}": feature_group_\w+,', handles)
    for name, _, _ in PANES:
        assert f'"{name}"' in made.script


def test_the_first_view_is_the_extent():
    assert "bounds: [[-5.0, 114.0], [-1.0, 117.0]]" in render_map(SHOWN).script
    assert "[-3.0, 115.5]" in render_map(SHOWN).script


def test_nothing_comes_from_another_host():
    made = render_map(SHOWN)
    assert "//" not in made.html + made.script


def test_a_base_map_is_offered_only_when_it_is_set_and_shown_only_when_it_is_chosen(settings):
    assert "basemap: null" in render_map(SHOWN).script
    settings.BASEMAP_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.BASEMAP_ATTRIBUTION = "Tiles by Example"
    script = render_map(SHOWN).script
    assert "https://tiles.example.org/{z}/{x}/{y}.png" in script
    assert "Tiles by Example" in script
    [name] = re.findall(r"basemap: (tile_layer_\w+),", script)
    assert f"{name}.addTo" not in script
