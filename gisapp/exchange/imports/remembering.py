"""Remember how files of the same columns were read, so that the next one is read alike."""

from typing import Any

from gisapp.exchange.imports.mapping import signature_of
from layers.models import DataImport
from layers.services.data_imports import mapping_remember, mapping_remembered

# What belongs to one file and not to all of its like.
_OF_ONE_FILE = frozenset({"is_replacing"})


def layer_look(data_import: DataImport, layer: str | None = None) -> dict[str, Any] | None:
    """Return what the look says of a layer (by default the chosen one); None where it does not say."""
    wanted = data_import.layer if layer is None else layer
    layers: list[dict[str, Any]] = (data_import.look or {}).get("layers", [])
    if not wanted and len(layers) == 1:
        return layers[0]
    return next((one for one in layers if one["name"] == wanted), None)


def mapping_keep(data_import: DataImport) -> None:
    """Remember the mapping of an import that was taken over."""
    looked = layer_look(data_import)
    if looked is not None:
        kept = {name: value for name, value in data_import.mapping.items() if name not in _OF_ONE_FILE}
        mapping_remember(_signature(data_import.kind, looked), kind=data_import.kind, mapping=kept)


def mapping_recall(kind: str, looked: dict[str, Any]) -> dict[str, Any] | None:
    """Return how a layer with such columns was read the last time; None if there was none."""
    return mapping_remembered(_signature(kind, looked))


def _signature(kind: str, looked: dict[str, Any]) -> str:
    return signature_of(kind, [field["name"] for field in looked["fields"]])
