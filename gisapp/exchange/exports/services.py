"""Make the file of an export: all of it, of one state of the data, or nothing."""

import re
import shutil
import tempfile
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.exporters.errors import DataChangedError, ExportFileError
from gisapp.exchange.exports.describing import contents_of
from gisapp.exchange.exports.planning import ExportPlan, plan_make
from gisapp.exchange.exports.request import ExportRequest
from gisapp.ogc.versions import table_versions

_UNSAFE = re.compile(r"[^a-z0-9-]+")


def export_write(request: ExportRequest, path: Path) -> ExportPlan:
    """Write the file of a request; it appears whole or not at all, in place of one that was there.

    Returns
    -------
    ExportPlan
        What was written.

    Raises
    ------
    ExportError, ParameterError, UnknownCodeError, OgcError
        If the request cannot be met.
    DataChangedError
        If rows were written each time they were read.
    """
    if not path.parent.is_dir():
        raise ExportFileError(_("%(path)s: give a file in a folder that exists.") % {"path": path})
    with translation.override(request.language):
        for _attempt in range(conf.EXPORT_ATTEMPTS):
            plan = plan_make(request)
            if _write(plan, path):
                return plan
    raise DataChangedError(
        _("The data were changed %(count)d times while they were read; try again when nobody edits them.")
        % {"count": conf.EXPORT_ATTEMPTS}
    )


def file_name(request: ExportRequest) -> str:
    """Return a name that tells layer, filter and day."""
    stem = request.layers[0] if len(request.layers) == 1 else f"{request.layers[0]}-{len(request.layers)}"
    parts = ("hilir", stem, request.district, request.commodity, timezone.localdate().isoformat())
    safe = "-".join(_UNSAFE.sub("-", part.lower()).strip("-") for part in parts if part)
    return f"{safe}{request.format.suffix}"


def _write(plan: ExportPlan, path: Path) -> bool:
    """Write a file; return False, and leave none, where the data changed meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="export-", dir=path.parent))
    try:
        (folder / "parts").mkdir()
        # GDAL chooses by the ending of the name.
        made = folder / f"made{plan.request.format.suffix}"
        plan.request.format.write(made, contents_of(plan, folder=folder / "parts"))
        if plan.version != plan.version_at(table_versions()):
            return False
        made.chmod(0o644)
        made.replace(path)
        return True
    finally:
        shutil.rmtree(folder, ignore_errors=True)
