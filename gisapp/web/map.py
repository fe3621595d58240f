"""The map of the planner's page, built with folium."""

from dataclasses import dataclass

import folium
from branca.element import Figure, MacroElement
from django.conf import settings
from folium.map import CustomPane
from jinja2 import Template

from gisapp.geo.bbox import Bbox
from gisapp.symbology.local_map import LocalMap

MIN_ZOOM = 6
MAX_ZOOM = 16

# Drawing order, bottom to top: name, z-index (Leaflet's own panes lie at 200 to 700), and whether
# the pane takes the pointer.
PANES = (
    ("surroundings", 290, False),
    ("land", 300, False),
    ("source-areas", 310, True),
    ("exclusion-zones", 320, True),
    ("overlays", 325, False),
    ("borders", 330, False),
    ("roads", 340, False),
    ("catchments", 350, False),
    ("labels", 360, False),
    ("facilities", 610, True),
    ("sites", 640, True),
)
# Groups that the page's modules fill from the server, and that the reader shows or hides.
GROUPS = (
    "surroundings",
    "land",
    "districts",
    "subdistricts",
    "source_areas",
    "exclusion_zones",
    "road_links",
    "facilities",
    "labels",
    "catchments",
    "sites",
)


class Handles(MacroElement):
    """Hand the map and its groups to the page's modules as `window.hilir`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.hilir = {
                map: {{ this.map_name }},
                bounds: {{ this.bounds|tojson }},
                basemap: {{ this.basemap or "null" }},
                groups: {
                    {%- for key, name in this.groups.items() %}
                    {{ key|tojson }}: {{ name }},
                    {%- endfor %}
                },
            };
        {% endmacro %}
        """
    )

    def __init__(self, *, map_name: str, bounds: list[list[float]], groups: dict[str, str], basemap: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Handles"
        self.map_name, self.bounds, self.groups, self.basemap = map_name, bounds, groups, basemap


@dataclass(frozen=True, slots=True)
class RenderedMap:
    """The two parts of a folium map that a page needs: its element and its script."""

    html: str
    script: str


def render_map(extent: Bbox) -> RenderedMap:
    """Build the map and return its parts.

    folium's own page header is left out: it forbids the reader to zoom the page, and it links
    assets of other hosts.

    Parameters
    ----------
    extent
        What to show at first, EPSG:4326.
    """
    province = LocalMap(
        location=[(extent.south + extent.north) / 2, (extent.west + extent.east) / 2],
        tiles=None,
        zoom_control=False,
        zoom_start=MIN_ZOOM + 2,
        zoom_snap=0.25,
    )
    # folium's own parameters of these names reach only the tile layer.
    province.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM)
    bounds = [[extent.south, extent.west], [extent.north, extent.east]]
    for name, z_index, takes_pointer in PANES:
        CustomPane(name, z_index=z_index, pointer_events=takes_pointer).add_to(province)
    groups = {}
    for name in GROUPS:
        group = folium.FeatureGroup(name=name)
        group.add_to(province)
        groups[name] = group.get_name()
    basemap = _basemap()
    if basemap is not None:
        basemap.add_to(province)
    handles = Handles(
        map_name=province.get_name(), bounds=bounds, groups=groups, basemap=basemap.get_name() if basemap else ""
    )
    province.add_child(handles)
    figure = province.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - every folium map hangs in a figure; for the type checker
    figure.render()
    return RenderedMap(html=figure.html.render(), script=figure.script.render())


def _basemap() -> folium.TileLayer | None:
    """Return the optional raster base map of the settings, for the reader to choose."""
    if not settings.BASEMAP_URL:
        return None
    return folium.TileLayer(tiles=settings.BASEMAP_URL, attr=settings.BASEMAP_ATTRIBUTION or " ", show=False)
