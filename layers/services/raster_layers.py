"""Writes of raster layers: the row and its file together."""

from pathlib import Path

from django.db import transaction

from layers.models import RasterLayer
from layers.services.import_changes import changes_are_noted


@transaction.atomic
def raster_layer_store(layer: RasterLayer) -> bool:
    """Store a layer by its name; the file of one that it replaces goes once all is written, unless it may come back.

    Parameters
    ----------
    layer
        Unsaved, its file in the media folder already.

    Returns
    -------
    bool
        True if it took the place of a stored one.
    """
    stored = RasterLayer.objects.filter(name=layer.name).first()
    if stored is not None:
        layer.pk = stored.pk
        layer._state.adding = False
    layer.save()
    if stored is not None and stored.file.name != layer.file.name and not changes_are_noted():
        old = Path(stored.file.path)
        transaction.on_commit(lambda: old.unlink(missing_ok=True))
    return stored is not None
