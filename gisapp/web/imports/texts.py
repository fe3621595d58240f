"""What the modules of the pages of imports say."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def import_texts() -> dict[str, str]:
    """Return texts by name, in the active language; `{name}` is filled in by the modules."""
    return {**_general(), **_upload(), **_columns(), **_report(), **_progress()}


def _general() -> dict[str, str]:
    return {
        "unreachable": _("The service does not answer. Nothing you entered is lost."),
        "refused_by_server": _("The request was not accepted"),
        "map_keys": _("Map: arrow keys move it, plus and minus zoom"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "row": _("Row {n}"),
        "shown_of": _("{shown} of {total} shapes are shown."),
        "no_shapes": _("No row has a place that could be shown."),
        "outside_shown": _("{n} shapes lie far outside; zoom out to see them."),
        "undo_ask": _("Undo the import of {name}? All rows become what they were before."),
        "delete_ask": _("Delete {name} and what was set for it? Stored rows do not change."),
        "undo": _("Undo"),
        "delete": _("Delete"),
    }


def _upload() -> dict[str, str]:
    return {
        "choose_file": _("Choose a file first."),
        "choose_kind": _("Choose what the file holds."),
        "too_large": _("The files have {size}; the limit is {limit}."),
        "too_many": _("{n} files are chosen; at most {limit} parts of one Shapefile can be sent together."),
        "uploading": _("{share} sent"),
        "storing": _("Sent; the service stores it"),
        "remove_file": _("Remove {name}"),
        "bytes": pgettext("unit", "B"),
        "kilobytes": pgettext("unit", "kB"),
        "megabytes": pgettext("unit", "MB"),
    }


def _columns() -> dict[str, str]:
    return {
        "recognised": _("recognised"),
        "chosen": _("chosen"),
        "one_value": _("one value for all rows"),
        "left_empty": _("stays empty"),
        "is_missing": _("required, missing"),
        "missing_fields": _("Still missing: {names}."),
        "twice": _("also given to {name}"),
        "empty_cells": _("{n} cells are empty"),
        "given_of": _("{n} of {all} fields are given."),
        "saved": _("Saved."),
        "saving": _("Saving…"),
    }


def _report() -> dict[str, str]:
    return {
        "needs_decision": _("Needs decision"),
        "warnings": _("Warnings"),
        "repaired": _("Repaired"),
        "show_place": _("Show {name} on the map"),
        "count_error_one": _("1 needs a decision"),
        "count_error_other": _("{n} need a decision"),
        "count_warning_one": _("1 warning"),
        "count_warning_other": _("{n} warnings"),
        "count_repaired_one": _("1 repaired"),
        "count_repaired_other": _("{n} repaired"),
        "repair_all": _("Repair them, and try again"),
        "more": _("Show {n} more"),
        "limit": _("Expected: {limit}"),
        "none_found": _("Nothing was found: every row can be taken as it is."),
        "file_as_whole": _("The whole file"),
    }


def _progress() -> dict[str, str]:
    return {
        "queued": _("Waiting for a free worker"),
        "looking": _("Looking at the file"),
        "check": _("Trying the import out"),
        "commit": _("Saving the rows"),
        "undo_runs": _("Undoing the import"),
        "cancelling": _("Cancelling…"),
        "share_done": _("{share} done"),
    }
