"""How a file is to be read, as JSON that is stored and as the options of an importer."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.coordinates import coordinate_columns_parse
from gisapp.exchange.errors import MappingError
from gisapp.exchange.options import ImportOptions, srid_parse

TAKES_VALID, TAKES_NONE = "valid", "none"


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """How a file is to be read; the keys are told in the package's docstring."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, list[str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
    coordinates: Mapping[str, Any] | None = None
    key: str | None = None
    is_replacing: bool = False
    is_repairing: bool = False
    takes: str = TAKES_VALID
    extras: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as JSON takes it."""
        return asdict(self)

    @property
    def srid(self) -> int | None:
        """EPSG code of the coordinates; None where the file says."""
        return srid_parse(self.crs) if self.crs else None


def mapping_parse(given: Mapping[str, Any], *, base: ImportMapping | None = None) -> ImportMapping:
    """Return a mapping from JSON; keys that are not given stay as they are in `base`.

    Raises
    ------
    MappingError
        If a key is not known, or its value of another type, or too long.
    """
    known = {one.name for one in fields(ImportMapping)}
    for name in given:
        if name not in known:
            message = _("“%(name)s” is no part of a mapping; it has %(known)s.")
            raise MappingError(message % {"name": str(name)[:40], "known": ", ".join(sorted(known))})
    stored = (base or ImportMapping()).as_json()
    return ImportMapping(**{**stored, **{name: _PARSERS[name](name, value) for name, value in given.items()}})


def import_options(mapping: ImportMapping, *, provenance: Mapping[str, str], is_dry_run: bool) -> ImportOptions:
    """Return the options of an importer.

    Parameters
    ----------
    provenance
        Source, licence and date, as far as they are told for the whole file.
    """
    constants = {**{name: value for name, value in provenance.items() if value}, **mapping.constants}
    return ImportOptions(
        columns=dict(mapping.columns),
        constants=constants,
        conditions={column: frozenset(one.lower() for one in given) for column, given in mapping.conditions.items()},
        srid=mapping.srid,
        is_replacing=mapping.is_replacing,
        is_repairing=mapping.is_repairing,
        is_dry_run=is_dry_run,
        units=dict(mapping.units),
        key=mapping.key or "",
        takes_none_while_errors=mapping.takes == TAKES_NONE,
        extras=dict(mapping.extras),
    )


def signature_of(kind: str, columns: Iterable[str]) -> str:
    """Return what files that are read alike have in common: the kind and the names of the columns, in any order."""
    text = "\n".join([kind, *sorted(columns)])
    return hashlib.sha256(text.encode()).hexdigest()


def _texts(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str | int | float) for one in value.values()):
        raise _wrong(name, value, _("an object of names and texts"))
    return {_short(name, key): _short(name, str(one)) for key, one in value.items()}


def _conditions(name: str, value: object) -> dict[str, list[str]]:
    is_right = isinstance(value, dict) and all(
        isinstance(one, list) and all(isinstance(text, str) for text in one) for one in value.values()
    )
    if not is_right:
        raise _wrong(name, value, _("an object of columns and lists of texts"))
    given: dict[str, list[str]] = dict(value)  # type: ignore[call-overload]
    return {_short(name, key): [_short(name, text) for text in texts] for key, texts in given.items()}


def _object(name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or len(str(value)) > conf.MAX_MAPPING_VALUE_CHARS:
        limit = _("an object of up to %(limit)d characters")
        raise _wrong(name, value, limit % {"limit": conf.MAX_MAPPING_VALUE_CHARS})
    return value


def _coordinates(name: str, value: object) -> dict[str, Any]:
    return coordinate_columns_parse(_object(name, value)).as_json()


def _optional(parser: Callable[[str, object], Any]) -> Callable[[str, object], Any]:
    return lambda name, value: None if value is None else parser(name, value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(name, value, _("a text"))
    return _short(name, value)


def _crs(name: str, value: object) -> str | None:
    text = _text(name, value)
    return f"EPSG:{srid_parse(text)}" if text else None


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, value, _("true or false"))
    return value


def _takes(name: str, value: object) -> str:
    if value not in (TAKES_VALID, TAKES_NONE):
        raise _wrong(name, value, f"{TAKES_VALID}, {TAKES_NONE}")
    return str(value)


def _short(name: str, text: str) -> str:
    if len(text) > conf.MAX_MAPPING_VALUE_CHARS:
        limit = _("a text of up to %(limit)d characters") % {"limit": conf.MAX_MAPPING_VALUE_CHARS}
        raise _wrong(name, text, limit)
    return text


def _wrong(name: str, value: object, wanted: str) -> MappingError:
    message = _("mapping.%(name)s is %(value)s; send %(wanted)s.")
    return MappingError(message % {"name": name, "value": str(value)[:60], "wanted": wanted})


_PARSERS: Mapping[str, Callable[[str, object], Any]] = {
    "columns": _texts,
    "constants": _texts,
    "conditions": _conditions,
    "units": _texts,
    "crs": _optional(_crs),
    "coordinates": _optional(_coordinates),
    "key": _optional(_text),
    "is_replacing": _truth,
    "is_repairing": _truth,
    "takes": _takes,
    "extras": _object,
}
