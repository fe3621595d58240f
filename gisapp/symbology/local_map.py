"""folium without its addresses of other hosts."""

import folium


class LocalMap(folium.Map):
    """A folium map that links no assets: whoever uses it brings them."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []
