"""The words of layers, search, measuring and what lies at a click; `{name}` is filled in by the modules."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def explore_texts() -> dict[str, str]:
    """Return every text by its key."""
    return {**_tools(), **_layers(), **_here(), **_measure(), **_keys()}


def _tools() -> dict[str, str]:
    return {
        "tool_layers": _("Layers"),
        "tool_measure": pgettext("tool of the map", "Measure"),
        "full_screen": _("Full screen"),
        "leave_full_screen": _("Leave full screen"),
        "close": _("Close"),
    }


def _layers() -> dict[str, str]:
    return {
        "layers_added": _("Shown on top"),
        "layers_none_added": _("None yet. Tick layers below."),
        "layers_all": _("All layers"),
        "layers_filter": _("Find a layer"),
        "layers_no_match": _("No layer matches “{query}”."),
        "layers_count": _("{n} layers"),
        "layers_loading": _("Loading the layers…"),
        "layers_failed": _("The layers could not be loaded."),
        "layer_gone": _("The layer “{name}” is no longer published."),
        "try_again": _("Try again"),
        "layer_up": _("Move {name} up"),
        "layer_down": _("Move {name} down"),
        "layer_remove": _("Remove {name}"),
        "layer_opacity": _("Opacity"),
        "layer_year": _("Year"),
        "layer_zoom": _("Zoom to the layer"),
        "layer_about": _("About and use elsewhere"),
        "layer_sources": _("Source"),
        "layer_licence": _("Licence"),
        "layer_name": _("Name of the layer"),
        "layer_legend": _("Legend of {name}"),
        "copy": _("Copy {name}"),
        "copied": _("Copied."),
        "copy_failed": _("Select the address and copy it with the keyboard."),
        "open_in_qgis": _("Open in QGIS"),
        "download_layer": _("Download"),
        "all_in_qgis": _("QGIS project with all layers"),
        "base_map": _("Base map"),
        "base_own": _("Hilir, works without a network"),
        "base_plain": _("None, only the layers"),
        "base_external": _("External pictures"),
    }


def _here() -> dict[str, str]:
    return {
        "here": _("What is here?"),
        "here_loading": _("Looking…"),
        "here_failed": _("It could not be found out what lies here."),
        "here_nothing": _("None of the visible layers has anything here."),
        "here_outside": _("Outside the districts."),
        "here_district": _("District"),
        "here_subdistrict": _("Subdistrict"),
        "here_road": _("Nearest road"),
        "here_road_away": _("{name}, {distance} away"),
        "here_no_value": _("no data"),
        "here_open_district": _("Open the page of {name}"),
        "here_more": _("{n} more"),
        "sources_here": _("Sources"),
        "yes": _("yes"),
        "no": _("no"),
    }


def _measure() -> dict[str, str]:
    return {
        "measure_help": _(
            "Click on the map for each point. By keyboard: move the map, Enter sets a point at its centre."
        ),
        "measure_distance": _("Distance"),
        "measure_area": _("Area, if closed"),
        "measure_perimeter": _("Perimeter"),
        "measure_segment": _("Last stretch"),
        "measure_undo": _("Take the last point back"),
        "measure_clear": _("Start anew"),
        "measure_method": _("On the ellipsoid WGS 84, along the shortest way."),
        "bearing": _("bearing {n}°"),
        "metres": _("{n} m"),
        "kilometres": _("{n} km"),
        "hectares": _("{n} ha"),
        "square_kilometres": _("{n} km²"),
        "square_metres": _("{n} m²"),
    }


def _keys() -> dict[str, str]:
    return {
        "keys": _("Keys"),
        "keys_on": _("Single keys are on"),
        "keys_help": _("Single keys act outside fields only."),
        "key_list": _("This list"),
        "key_close": _("Close, or lay the tool down"),
        "key_move": _("Move the map"),
        "key_zoom": _("Zoom"),
        "key_enter": _("On the map: ask at the cross in its centre"),
        "key_sites": _("Go to a site"),
    }
