"""Reads of commodities and processes."""

from layers.errors import UnknownCodeError
from layers.models import Commodity, Process


def commodity_get(code: str) -> Commodity:
    """Return a commodity.

    Raises
    ------
    UnknownCodeError
        If there is none of that code; it offers the nearest.
    """
    found = Commodity.objects.filter(code=code).first()
    if found is None:
        raise UnknownCodeError("commodity", code, known=Commodity.objects.values_list("code", flat=True))
    return found


def process_get(code: str) -> Process:
    """Return a process with its main raw material.

    Raises
    ------
    UnknownCodeError
        If there is none of that code; it offers the nearest.
    """
    found = Process.objects.select_related("feed").filter(code=code).first()
    if found is None:
        raise UnknownCodeError("process", code, known=Process.objects.values_list("code", flat=True))
    return found
