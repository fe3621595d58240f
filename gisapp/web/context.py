"""The configuration that the page's modules read, as plain JSON values."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language

from gisapp import conf
from gisapp.planning.parameters import CRITERIA, DEFAULT_WEIGHTS
from gisapp.planning.scenarios.requests import NAME_CHARS, NOTE_CHARS
from gisapp.symbology.facilities import SHAPE_OF_KIND, facility_shape
from gisapp.symbology.map_styles import map_style
from gisapp.symbology.tokens import chain_colours, commodity_ramp, score_part_colours
from gisapp.web.choices.config import choices_config
from gisapp.web.texts import page_texts
from layers.models import Facility, FacilityKind, Process, ScenarioVisibility, SourceArea
from layers.selectors.map_context import (
    MODEL_OF_LAYER,
    Citation,
    CommoditySupply,
    commodity_supply_list,
    district_label_list,
    layer_citation_list,
    table_versions,
)

RAMP_CLASSES = 6


def page_config() -> dict[str, Any]:
    """Return texts, addresses, limits, legends and styles for the language of the request."""
    return {
        "language": get_language(),
        "texts": page_texts(),
        "urls": _urls(),
        "limits": _limits(),
        "criteria": [
            {"code": code, "weight": DEFAULT_WEIGHTS[code], "colour": score_part_colours()[code]} for code in CRITERIA
        ],
        "chainColours": chain_colours(),
        "districts": [asdict(label) for label in district_label_list()],
        "commodities": _commodities(),
        "facilities": _facility_symbols(),
        "citations": _citations(table_versions(*MODEL_OF_LAYER.values())),
        "style": map_style(),
        "visibilities": [{"code": code, "label": str(label)} for code, label in ScenarioVisibility.choices],
        "choices": choices_config(),
    }


def _urls() -> dict[str, str]:
    return {
        "layer": reverse("web:layer", kwargs={"name": "NAME"}),
        "tree": reverse("web:layer-tree"),
        "layerFacts": reverse("web:layer-facts", kwargs={"name": "NAME"}),
        "wms": reverse("ogc:wms"),
        "here": reverse("api:here"),
        "district": reverse("web:district", kwargs={"code": "CODE"}),
        "project": reverse("ogc:qgis-project"),
        "processes": "/api/processes",
        "chains": reverse("api:chain-plans"),
        "whyNot": reverse("api:why-not"),
        "runs": "/api/siting-runs",
        "scenarios": reverse("api:scenarios"),
        "scenario": reverse("web:scenarios") + "/ID",
        "compare": reverse("web:scenario-compare"),
        "prints": "/api/prints",
    }


def _limits() -> dict[str, Any]:
    return {
        "plants": asdict(conf.PLANTS),
        "defaultPlants": conf.DEFAULT_PLANTS,
        "size": asdict(conf.SIZE_PER_YEAR),
        "minutes": asdict(conf.MAX_MINUTES),
        "weight": asdict(conf.WEIGHT),
        "pollIntervalMs": conf.RUN_POLL_INTERVAL_MS,
        "scenarioName": NAME_CHARS,
        "scenarioNote": NOTE_CHARS,
        "printTitle": conf.PRINT_TITLE_CHARS,
    }


@lru_cache(maxsize=4)
def _supplies(versions: tuple[tuple[str, int], ...]) -> list[tuple[CommoditySupply, list[Citation]]]:  # noqa: ARG001
    """Return the supplies with their sources; read anew only when a source area changed."""
    return [
        (supply, layer_citation_list(SourceArea, commodity=supply.commodity))
        for supply in commodity_supply_list(classes=RAMP_CLASSES)
    ]


def _commodities() -> list[dict[str, Any]]:
    return [
        {
            "code": supply.commodity.code,
            "name": supply.commodity.name,
            "colour": supply.commodity.colour,
            "ramp": commodity_ramp(supply.commodity.group),
            "breaks": supply.breaks_t_per_km2,
            "totalTPerYear": supply.total_t_per_year,
            "years": supply.years,
            "isDisaggregated": supply.is_disaggregated,
            "citations": [asdict(citation) for citation in citations],
        }
        for supply, citations in _supplies(table_versions(SourceArea))
    ]


def _facility_symbols() -> dict[str, Any]:
    """Return the symbol of every kind and of every process that has a facility."""
    has_facility = Exists(Facility.objects.filter(process=OuterRef("pk")))
    processes = Process.objects.filter(has_facility).select_related("feed")
    return {
        "kinds": {
            kind.value: {"label": str(kind.label), "shape": SHAPE_OF_KIND.get(kind.value, "octagon")}
            for kind in FacilityKind
        },
        "processes": {
            process.code: {
                "label": process.name,
                "shape": facility_shape(kind="plant", process=process.code, chain=process.chain),
                "colour": process.feed.colour,
            }
            for process in processes
        },
    }


@lru_cache(maxsize=4)
def _citations(versions: tuple[tuple[str, int], ...]) -> dict[str, list[dict[str, Any]]]:  # noqa: ARG001
    """Return the sources behind each layer; read anew only when a layer changed."""
    return {
        name: [asdict(citation) for citation in layer_citation_list(model)]
        for name, model in MODEL_OF_LAYER.items()
        if name != "source_areas"
    }
