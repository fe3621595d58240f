"""What the script of the page says."""

from django.utils.translation import gettext as _


def export_texts() -> dict[str, str]:
    """Return texts by name, in the active language."""
    return {
        "choose": _("Choose at least one layer."),
        "making": _("The file is being made."),
        "waiting": _("Waiting for its turn."),
        "ready": _("The file is ready."),
        "downloaded": _("Downloaded:"),
        "cancelled": _("Cancelled."),
        "failed": _("The file could not be made:"),
        "unreachable": _("The server cannot be reached. Check the connection and try again."),
        "one_layer": _("one layer only"),
        "features_only": _("not for rasters"),
        "rasters_only": _("for rasters only"),
    }
