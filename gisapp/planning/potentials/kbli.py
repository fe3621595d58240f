"""From a KBLI code to its section, as ISIC Rev. 4 groups divisions."""

from bisect import bisect_right

# First division of each section; ISIC Rev. 4, which KBLI 2020 follows.
_FIRST = (1, 5, 10, 35, 36, 41, 45, 49, 55, 58, 64, 68, 69, 77, 84, 85, 86, 90, 94, 97, 99)
_SECTION = "ABCDEFGHIJKLMNOPQRSTU"


def section_of(kbli: str) -> str | None:
    """Return the section letter of a KBLI code, None where its first two digits are no division.

    Examples
    --------
    >>> section_of("10431"), section_of("35115"), section_of("01")
    ('C', 'D', 'A')
    """
    division = kbli[:2]
    if not (len(division) == 2 and division.isascii() and division.isdecimal() and int(division) >= _FIRST[0]):
        return None
    return _SECTION[bisect_right(_FIRST, int(division)) - 1]
