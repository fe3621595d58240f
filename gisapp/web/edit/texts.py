"""What the modules of the page say."""

from django.utils.translation import gettext as _


def edit_texts() -> dict[str, str]:
    """Return texts by name, in the active language; `{name}` is filled in by the modules."""
    return {**_general(), **_drawing(), **_saving()}


def _general() -> dict[str, str]:
    return {
        "unreachable": _("The service does not answer. Nothing you entered is lost."),
        "refused_by_server": _("The request was not accepted"),
        "map_keys": _("Map: arrow keys move it, plus and minus zoom, Enter puts a point at the cross"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "none_near": _("Nothing of this kind lies in the part of the map that is shown."),
        "in_view_one": _("1 in view"),
        "in_view_other": _("{n} in view"),
        "not_all": _("Only the first are shown: zoom in to see the others."),
        "new_title": _("New: {kind}"),
        "discard_ask": _("Leave this without saving what you changed?"),
        "discard": _("Leave"),
    }


def _drawing() -> dict[str, str]:
    return {
        "corner": _("Corner {n}"),
        "place": _("Place"),
        "corner_keys": _("{name}: arrow keys move it by 10 m, with Shift by 100 m, Delete removes it"),
        "place_keys": _("{name}: arrow keys move it by 10 m, with Shift by 100 m"),
        "remove_corner": _("Remove corner {n}"),
        "insert_after": _("Insert a corner after corner {n}"),
        "corners_one": _("1 corner"),
        "corners_other": _("{n} corners"),
        "corners_shown": _("{shown} of {total} corners are listed: those in view. Zoom in or move the map for others."),
        "unreadable": _("Write longitude and latitude, such as 115.9938 -3.4312."),
        "snapped": _("Snapped."),
    }


def _saving() -> dict[str, str]:
    return {
        "saving": _("Saving…"),
        "saved": _("Saved: {title}. Map, tiles and services show it at once."),
        "deleted": _("Deleted: {title}."),
        "unchanged": _("Nothing was changed."),
        "undone": _("Undone: {title} is as it was."),
        "undo": _("Undo"),
        "delete": _("Delete"),
        "delete_ask": _("Delete {title}? You can undo it afterwards."),
        "level_error": _("Needs decision"),
        "level_warning": _("Warning"),
        "level_repaired": _("Repaired"),
        "limit": _("Expected: {limit}"),
        "changed_by": _("{who} saved a change on {when}:"),
        "changed_unknown": _("It was changed meanwhile:"),
        "somebody": _("Somebody"),
        "shape_changed": _("the shape is another one"),
        "empty": _("(empty)"),
        "take_theirs": _("Take what is stored"),
        "keep_mine": _("Save mine on top"),
        "mine_on_top": _("What you did not change stays as it is stored now."),
    }
