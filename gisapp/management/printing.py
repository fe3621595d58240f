"""What the commands that print share."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from gisapp.exchange.printing.services import Printed


def written(printed: Printed, path: Path | None) -> str:
    """Write a file, and return a line that tells of it.

    Raises
    ------
    CommandError
        If the file cannot be written.
    """
    path = (path or Path(printed.name)).absolute()
    try:
        path.write_bytes(printed.content)
    except OSError as error:
        message = _("%(path)s cannot be written: %(reason)s. Give --out a file in a folder that exists.")
        raise CommandError(message % {"path": path, "reason": error.strerror}) from error
    return _("%(path)s written, %(bytes)d bytes") % {"path": path, "bytes": len(printed.content)}
