"""Turn the cells of a row into the fields of a model, links by code included."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.contrib.gis.db import models
from django.utils.translation import gettext as _

from gisapp.exchange.errors import RowError
from gisapp.exchange.table import Record
from gisapp.exchange.values import ValueRefusedError, value_of
from layers.errors import nearest_code_hint
from layers.services.rows import current

Row = TypeVar("Row", bound=models.Model)


class RowParser(Generic[Row]):
    """Makes instances of one model; knows the codes of the rows that it may link to.

    Parameters
    ----------
    fields
        Names of the fields that will be given; the others keep their default. A geometry is not one.
    computed
        Fields whose empty cell the caller fills: they may be empty although the model's may not.
    """

    def __init__(self, model: type[Row], fields: Iterable[str], *, computed: Collection[str] = ()) -> None:
        self.model = model
        self._computed = computed
        self.fields = {name: model._meta.get_field(name) for name in fields}
        related = {name: field.related_model for name, field in self.fields.items()}
        self._linked = {name: _by_code(model) for name, model in related.items() if model is not None}

    def parse(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the fields, from cells by field name.

        Raises
        ------
        ValueRefusedError
            At the first cell that cannot be its field's value.
        """
        return {name: self.value(name, cells.get(name)) for name in self.fields}

    def takes_empty(self, name: str) -> bool:
        """Tell whether a field's empty cell is nothing known, rather than a fault or a default."""
        return name in self._computed or self.fields[name].null

    def value(self, name: str, cell: object) -> Any:
        """Return the value of one field.

        Raises
        ------
        ValueRefusedError
            If the cell cannot be it.
        """
        field: Any = self.fields[name]
        if cell is None and name in self._computed:
            return None
        if name not in self._linked:
            return value_of(field, cell)
        if cell is None:
            if field.null:
                return None
            fix = _("Fill the cell, or give --set.")
            raise ValueRefusedError(name, None, limit=_("must be given"), fix=fix, code="missing_value")
        linked, code = self._linked[name], str(cell)
        if code not in linked:
            limit = _("the code of a stored %(kind)s") % {"kind": field.related_model._meta.verbose_name}
            raise ValueRefusedError(name, code, limit=limit, fix=nearest_code_hint(code, linked), code="unknown_code")
        return linked[code]


def row_error(file: str, record: Record, error: ValueRefusedError) -> RowError:
    """Return the error for a file that must be right as a whole: it names file, row and column."""
    message = _("%(file)s, row %(row)d, column %(column)s: “%(value)s”, where %(limit)s is wanted. %(fix)s")
    values = {"file": file, "row": record.row, "column": error.field, "value": error.value}
    return RowError(message % {**values, "limit": error.limit, "fix": error.fix})


def _by_code(model: type[models.Model]) -> dict[str, models.Model]:
    geometry = [field.name for field in model._meta.fields if isinstance(field, models.GeometryField)]
    return {row.code: row for row in current(model).defer(*geometry)}  # type: ignore[attr-defined]
