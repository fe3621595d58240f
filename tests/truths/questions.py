"""Questions that are put to the engine once and looked at by many tests."""

from typing import Any

from django.apps import apps

from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import SitingRun

QUESTIONS: dict[str, dict[str, Any]] = {
    "palm_oil_mill": {"process": "palm_oil_mill", "plants": 3},
    "mini_palm_oil_mill": {"process": "mini_palm_oil_mill", "plants": 2},
    "palm_kernel_crushing": {"process": "palm_kernel_crushing", "plants": 2},
    "biodiesel": {"process": "biodiesel"},
    "rice_mill": {"process": "rice_mill", "plants": 4},
    "maize_drying": {"process": "maize_drying"},
    "crumb_rubber": {"process": "crumb_rubber"},
    "plywood": {"process": "plywood"},
    "rattan, 100 t": {"process": "rattan_treatment", "size_per_year": 100},
    "rattan, 1,000 t": {"process": "rattan_treatment", "size_per_year": 1_000},
    "palm_refinery": {"process": "palm_refinery"},
    "poultry_abattoir": {"process": "poultry_abattoir", "size_per_year": 10_000},
    "egg_powder": {"process": "egg_powder", "size_per_year": 5_000},
    "copra_drying, 4,000 t": {"process": "copra_drying", "size_per_year": 4_000},
    "copra_drying, 40,000 t": {"process": "copra_drying", "size_per_year": 40_000},
    "fish_freezing": {"process": "fish_freezing", "size_per_year": 20_000},
    "cattle_abattoir": {"process": "cattle_abattoir", "size_per_year": 1_000},
    "rubber_compound": {"process": "rubber_compound", "size_per_year": 5_000},
    "snakehead_albumin": {"process": "snakehead_albumin", "size_per_year": 1_000},
}


def executed(parameters: dict[str, Any]) -> SitingRun:
    return siting_run_execute(siting_run_create(parameters_parse(parameters)).pk)


def layer_tables() -> list[str]:
    return [f'"{model._meta.db_table}"' for model in apps.get_app_config("layers").get_models()]
