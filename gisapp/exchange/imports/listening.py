"""Hear how far an import is, from inside its transaction: tell the outside, and learn whether to stop."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import ImportStoppedError
from layers.progress import progress_heard
from layers.services.data_imports import STAGE_LENGTH

_TELL = """
    UPDATE layers_dataimport SET stage = %s, progress = %s WHERE id = %s AND state = 'running'
    RETURNING is_cancel_asked
"""


@contextmanager
def progress_stored(import_id: uuid.UUID) -> Iterator[None]:
    """Store what is told of progress in this block, by a connection of its own: others see it at once.

    The work is stopped by `ImportStoppedError` where somebody asked for it, or the import is not under way any more.
    """
    aside = connection.copy()
    told_at = 0.0

    def listen(stage: str, share: float) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < conf.IMPORT_PROGRESS_INTERVAL_S:
            return
        told_at = time.monotonic()
        with aside.cursor() as cursor:
            cursor.execute(_TELL, [stage[:STAGE_LENGTH], min(max(share, 0.0), 1.0), import_id])
            found = cursor.fetchone()
        if found is None or found[0]:
            raise ImportStoppedError(_("The import was stopped; nothing was written."))

    try:
        with progress_heard(listen):
            yield
    finally:
        aside.close()
