"""What a JSON file says of itself at its beginning."""

import json
import re

_STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(rf"{_STRING}|[{{}}\[\]]")
_TYPE_VALUE = re.compile(rf"\s*:\s*({_STRING})")
RECORD_SEPARATOR = "\x1e"


def stated_type(text: str) -> str:
    """Return the member `type` of the outermost object, as far as the text goes; empty where none is met.

    Examples
    --------
    >>> stated_type('{"features": [{"type": "Feature"}], "type": "FeatureCollection"}')
    'FeatureCollection'
    """
    depth = 0
    for found in _TOKEN.finditer(text):
        sign = found.group()
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
        elif depth == 1 and sign == '"type"' and (value := _TYPE_VALUE.match(text, found.end())):
            return str(json.loads(value.group(1)))
    return ""


def is_sequence(text: str) -> bool:
    """Tell whether a text is JSON objects, one a line, rather than one object."""
    if text.startswith(RECORD_SEPARATOR):
        return True
    first, _break, rest = text.partition("\n")
    if not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
