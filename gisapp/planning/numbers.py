"""Numbers as a planner reads them, in the language of the request.

Indonesian writes 1.234,5 and English 1,234.5; a space stands before %, the minus is a true one. Tonnes are
exact under 10,000 and then thousands (rb t, kt) or millions (juta t, Mt) to three digits.
"""

import math

from django.utils.translation import get_language
from django.utils.translation import gettext as _

EXACT_UNDER = 10_000
MILLION = 1_000_000
MIN_PER_H = 60


def number(value: float, digits: int = 0) -> str:
    """Return a number with at most so many digits after the decimal mark.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("id"):
    ...     number(1234.5, 1)
    '1.234,5'
    """
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if float(text.replace(",", "")) == 0:
        text = "0"
    text = text.replace("-", "\N{MINUS SIGN}")
    if not (get_language() or "id").startswith("en"):
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def quantity(value: float, unit: str = "t") -> str:
    """Return an amount of raw material or product, in t or another unit."""
    if unit != "t":
        return f"{number(value)} {unit}"
    if abs(value) < EXACT_UNDER:
        return _("%(value)s t") % {"value": number(value)}
    if abs(value) < MILLION:
        return _("%(value)s kt") % {"value": number(value / 1_000, _digits(value / 1_000))}
    return _("%(value)s Mt") % {"value": number(value / MILLION, _digits(value / MILLION))}


def per_year(value: float, unit: str = "t") -> str:
    """Return an amount a year."""
    return _("%(quantity)s/yr") % {"quantity": quantity(value, unit)}


def share(value: float, digits: int = 1) -> str:
    """Return a share of 1 in percent."""
    return f"{number(value * 100, digits)} %"


def minutes(value: float) -> str:
    """Return a time of travel, in hours and minutes from one hour on."""
    whole = round(value)
    if whole < MIN_PER_H:
        return _("%(minutes)d min") % {"minutes": whole}
    hours, rest = divmod(whole, MIN_PER_H)
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def _digits(value: float) -> int:
    """Return the digits after the mark that leave three in all."""
    return max(0, 2 - math.floor(math.log10(abs(value))))
