"""Facilities: the shape tells the kind, the colour the value chain, hollow that it does not work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gisapp.symbology.categories import Category
from gisapp.symbology.facilities import facility_shape
from gisapp.symbology.model import AnyOf, Condition, Face, Marker, Placement, Rule, Style
from gisapp.symbology.sizes import token_sizes
from gisapp.symbology.styles.areas import halo_label
from gisapp.symbology.tokens import chain_colours, colour

NEUTRAL = "ink-500"
PLANT = "plant"
_TITLE_OF_KIND = {
    PLANT: "Plant, process not recorded",
    "ikm_centre": "Small-industry centre",
    "industrial_estate": "Industrial estate or zone",
    "port": "Port",
    "ferry_port": "Ferry port",
    "fishing_port": "Fishing port",
    "power_plant": "Power plant",
    "other": "Other facility",
}


@dataclass(frozen=True, slots=True)
class _Look:
    """A rule for what works, of which those for what does not are made."""

    name: str
    title: str
    conditions: tuple[Condition, ...]
    marker: Marker
    is_translated: bool

    def rule(self, status: str) -> Rule:
        return Rule(
            name=f"{self.name}-{status}",
            title=self.title,
            conditions=(AnyOf("status", (status,)), *self.conditions),
            symbols=(_in_status(self.marker, status),),
            is_translated=self.is_translated,
            is_listed=status == "operating",
        )


def facilities(processes: Sequence[Category]) -> Style:
    """Return symbols by process of a plant and by kind of anything else.

    Parameters
    ----------
    processes
        Those that have plants. Processes that look alike share one rule, named by all of them.
    """
    looks = (*_plants(processes), *(_of_kind(kind, title) for kind, title in _TITLE_OF_KIND.items()))
    names = halo_label(
        "name",
        sizes=token_sizes("label_facility"),
        ink="label-town",
        placement=Placement.BESIDE,
        face=Face.REGULAR,
    )
    return Style(
        name="facilities",
        title="By kind of facility",
        rules=(
            *(look.rule(status) for status in ("operating", "planned", "closed") for look in looks),
            *(_status_in_legend(status, title) for status, title in (("planned", "Planned"), ("closed", "Closed"))),
        ),
        labels=(names,),
    )


def _plants(processes: Sequence[Category]) -> list[_Look]:
    def shape_and_colour(process: Category) -> tuple[str, str]:
        shape = facility_shape(kind=PLANT, process=process.code, chain=process.chain)
        return shape, chain_colours().get(process.chain, colour(NEUTRAL))

    looks = []
    for (shape, fill), group in groupby(sorted(processes, key=shape_and_colour), key=shape_and_colour):
        members = list(group)
        looks.append(
            _Look(
                name=members[0].code,
                title=", ".join(process.title for process in members),
                conditions=(AnyOf("kind", (PLANT,)), AnyOf("process", tuple(process.code for process in members))),
                marker=_marker(shape, fill),
                is_translated=False,
            )
        )
    return looks


def _of_kind(kind: str, title: str) -> _Look:
    marker = _marker(facility_shape(kind=kind), colour(NEUTRAL))
    return _Look(name=kind, title=title, conditions=(AnyOf("kind", (kind,)),), marker=marker, is_translated=True)


def _status_in_legend(status: str, title: str) -> Rule:
    """Return a rule that explains how a status looks; those before it have drawn all there is."""
    marker = _in_status(_marker("square", colour(NEUTRAL)), status)
    return Rule(name=status, title=title, conditions=(AnyOf("status", (status,)),), symbols=(marker,))


def _marker(shape: str, fill: str) -> Marker:
    return Marker(shape=shape, colour=fill, size=token_sizes("symbol"))


def _in_status(marker: Marker, status: str) -> Marker:
    if status == "operating":
        return marker
    return replace(marker, is_hollow=True, is_dashed=status == "planned")
