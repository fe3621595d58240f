"""Value functions as text, one notation for files, the command line and the API.

===========================  =====================================================================
``linear 10 0``              from 0 at 10 to 1 at 0
``step 1 2 : 0 0.5 1``       0 below 1, 0.5 from 1, 1 from 2
``bell 20 5``                1 at 20, one half at 15 and at 25
``table 0:1 60:0.5 180:0``   1 at 0, 0.5 at 60, 0 at 180, straight lines between
===========================  =====================================================================
"""

import math
from collections.abc import Callable, Mapping

from gisapp.siting.errors import ProblemError
from gisapp.siting.value_functions import Bell, Linear, Step, Table, ValueFunction

FORMS = "linear WORST BEST; step THRESHOLD ... : VALUE ...; bell BEST HALF_WIDTH; table RAW:VALUE RAW:VALUE ..."
MAX_CHARS = 200


def value_function_parse(text: str) -> ValueFunction:
    """Return the value function that a text describes.

    Raises
    ------
    ProblemError
        If the text has none of the forms, or its figures make no such function.
    """
    kind, _space, rest = text[: MAX_CHARS + 1].strip().partition(" ")
    if len(text) > MAX_CHARS or kind not in _PARSERS:
        raise ProblemError(f"value function {text[:60]!r}: write {FORMS}")
    return _PARSERS[kind](rest)


def _linear(rest: str) -> ValueFunction:
    return Linear(*_pair(rest, form="linear WORST BEST"))


def _bell(rest: str) -> ValueFunction:
    return Bell(*_pair(rest, form="bell BEST HALF_WIDTH"))


def _step(rest: str) -> ValueFunction:
    thresholds, _colon, values = rest.partition(":")
    return Step(_numbers(thresholds), _numbers(values))


def _table(rest: str) -> ValueFunction:
    points = [point.partition(":") for point in rest.split()]
    return Table(
        _numbers(" ".join(raw for raw, _colon, _value in points)),
        _numbers(" ".join(value for _raw, _colon, value in points)),
    )


def _pair(text: str, *, form: str) -> tuple[float, float]:
    numbers = _numbers(text)
    if len(numbers) != 2:
        raise ProblemError(f"value function: {len(numbers)} figures in {text.strip()!r}; write {form}")
    return numbers[0], numbers[1]


def _numbers(text: str) -> tuple[float, ...]:
    found = []
    for word in text.split():
        try:
            number = float(word)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ProblemError(f"value function: {word[:40]!r} is no finite number; write digits with a point")
        found.append(number)
    return tuple(found)


_PARSERS: Mapping[str, Callable[[str], ValueFunction]] = {
    "linear": _linear,
    "step": _step,
    "bell": _bell,
    "table": _table,
}
