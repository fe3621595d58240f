"""The parameters of a run in words, with units."""

from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.printing.tables import Value
from gisapp.planning.parameters import CHOICES, NUMBERS
from gisapp.planning.texts import criterion_label

Json = dict[str, Any]
Row = tuple[Value, ...]


def parameter_rows(document: Json) -> list[Row]:
    """Return what was asked, what the process decided in its place, and which run it is."""
    given = document["parameters"]
    total = sum(given["weights"].values())
    return [
        (_("Industry"), f"{document['process']['name']} ({document['process']['code']})", ""),
        (_("Raw material"), document["feed"]["name"], document["process"]["feed_unit"]),
        *((_described(field), _number(given, field.name), _unit(field.unit)) for field in NUMBERS),
        *((_described(choice), given[choice.name], "") for choice in CHOICES if choice.name in given),
        *(
            (_("Weight: %(criterion)s") % {"criterion": criterion_label(code)}, weight / total * 100, "%")
            for code, weight in given["weights"].items()
        ),
        *(
            (_("Value function: %(criterion)s") % {"criterion": criterion_label(code)}, text, "")
            for code, text in given["value_functions"].items()
        ),
        *((_("Place for a plant"), _place(place), "°") for place in given["forced_sites"]),
        *((_("No plant around"), _place(place), "°, km") for place in given["forbidden_sites"]),
        (_("Exclusions left out of account"), ", ".join(given["ignored_exclusions"]) or _("none"), ""),
        *_used(document["summary"], document["process"]["feed_unit"]),
        (_("Calculation"), document["id"], ""),
        (_("Asked"), document["created_at"], ""),
        (_("Engine"), document["engine_version"], ""),
        (_("Inputs (SHA-256)"), document["input_hash"], ""),
    ]


def _used(summary: Json, unit: str) -> list[Row]:
    """Return what the run went by where the question left it open."""
    sizes = ", ".join(f"{size:g}" for size in summary.get("sizes_per_year", ()))
    known: list[Row] = [
        (_("Travel-time limit used"), summary.get("max_minutes"), _("min")),
        (_("Sizes planned with"), sizes or None, unit),
        (_("Raw material in all"), summary.get("feed_supply_per_year"), unit),
    ]
    return [row for row in known if row[1] is not None]


def _described(field: Any) -> str:
    return str(_(field.description)).rstrip(".")


def _number(given: Json, name: str) -> Value:
    value = given.get(name)
    return _("not given") if value is None else value


def _unit(unit: str) -> str:
    return "" if unit == "1" else _(unit) if unit else ""


def _place(place: Json) -> str:
    return ", ".join(f"{value:g}" for value in place.values())
