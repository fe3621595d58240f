"""What the modules of the pages of scenarios say."""

from django.utils.translation import gettext as _


def scenario_texts() -> dict[str, str]:
    """Return texts by name, in the active language; `{name}` is filled in by the modules."""
    return {
        "unreachable": _("The service does not answer. Nothing you entered is lost."),
        "refused_by_server": _("The request was not accepted"),
        "map_keys": _("Map: arrow keys move it, plus and minus zoom"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "map_failed": _("The map could not be loaded. The tables are complete."),
        "site_of": _("Site {n} of {name}"),
        "divider": _("Divider: how much of the map shows A"),
        # xgettext: no-python-format
        "divider_value": _("{share} % shows A, the rest B"),
        "delete_ask": _("Delete “{name}”? The calculation and its report stay."),
        "delete": _("Delete"),
        "link_copied": _("The link is copied."),
        "link_by_hand": _("Copy the link from the field."),
        "saved": _("Saved."),
    }
