"""The kinds of imports by their codes."""

from django.utils.translation import gettext as _

from gisapp.exchange.errors import UnknownKindError
from gisapp.exchange.importers.registry import KINDS, ImportKind
from layers.errors import nearest_code_hint


def kind_of(code: str) -> ImportKind:
    """Return the kind of a code.

    Raises
    ------
    UnknownKindError
        If there is none; the message offers the nearest one.
    """
    if code not in KINDS:
        message = _("There is no kind of import “%(kind)s”. %(hint)s")
        raise UnknownKindError(message % {"kind": code[:40], "hint": nearest_code_hint(code, KINDS)})
    return KINDS[code]
