"""Errors of the data layer."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


class LayersError(Exception):
    """Base of every error that the data layer raises on purpose."""


class UnknownCodeError(LayersError, LookupError):
    """There is no row of that code; the message offers the nearest one.

    Attributes
    ----------
    kind, code
        What was looked for.
    fix
        What to give instead.
    """

    def __init__(self, kind: str, code: str, *, known: Iterable[str]) -> None:
        self.kind, self.code = kind, code
        self.fix = nearest_code_hint(code, known)
        super().__init__(_("There is no %(kind)s “%(code)s”. %(fix)s") % {"kind": kind, "code": code, "fix": self.fix})


def nearest_code_hint(code: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the known codes most like this one.

    Examples
    --------
    >>> nearest_code_hint("palm_oil_mil", ["palm_oil_mill", "rice_mill"])
    'Did you mean “palm_oil_mill”?'
    """
    codes = sorted(known)
    near = get_close_matches(code, codes, n=1, cutoff=0.6)
    if near:
        return _("Did you mean “%(code)s”?") % {"code": near[0]}
    if not codes:
        return _("None is stored yet: load them first.")
    some = ", ".join(codes[:8]) + (" …" if len(codes) > 8 else "")
    return _("Known: %(codes)s") % {"codes": some}
