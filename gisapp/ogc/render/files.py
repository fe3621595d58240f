"""Files that Mapnik reads by path: made once, kept in the state folder, whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings


def kept_file(folder: str, name: str, write: Callable[[Path], None]) -> Path:
    """Return the path of a file, written first where it is not there yet.

    Parameters
    ----------
    name
        Must tell the content apart: what is there is never written again.
    """
    file = Path(settings.STATE_DIR) / "maps" / folder / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=file.suffix)
        os.close(handle)
        try:
            write(Path(temporary))
            # Workers that start together write the same; the last to finish stands.
            Path(temporary).replace(file)
        finally:
            Path(temporary).unlink(missing_ok=True)
    return file
