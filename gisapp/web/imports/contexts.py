"""What the templates of the pages of imports need."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import get_language

from gisapp import conf
from gisapp.exchange.finding_titles import FINDING_TITLES
from gisapp.exchange.importers.registry import KINDS, ImportKind
from gisapp.exchange.imports.documents import import_document, import_list_document
from gisapp.exchange.imports.remembering import layer_look
from gisapp.symbology.map_styles import map_style
from gisapp.web.imports.columns import field_titles, mapping_form
from gisapp.web.imports.looks import layer_rows
from gisapp.web.imports.steps import STEPS, current_step
from gisapp.web.imports.texts import import_texts
from layers.models import DataImport
from layers.selectors.data_imports import data_import_list
from layers.selectors.map_context import mainland_extent

Json = dict[str, Any]


def list_context(page: str) -> Json:
    """Return a page of the imports, the newest first."""
    found = Paginator(data_import_list(), conf.DEFAULT_IMPORTS_LISTED)
    shown = found.get_page(page)
    rows = import_list_document(list(shown.object_list), total=found.count)["imports"]
    return {"imports": rows, "shown": shown, "config": page_config()}


def new_context(kind: str) -> Json:
    """Return what can be brought in, and which kind is chosen."""
    kinds = [
        {
            "code": one.code,
            "title": one.title,
            "required": _titles(one, one.required),
            "sample": None if one.is_raster else reverse("api:import-sample", kwargs={"kind": one.code}),
        }
        for one in KINDS.values()
    ]
    config = {**page_config(), "max_bytes": conf.MAX_IMPORT_BYTES, "max_files": conf.MAX_UPLOADED_FILES}
    limits = {"mib": conf.MAX_IMPORT_BYTES // 2**20, "rows": conf.MAX_IMPORT_ROWS}
    return {"kinds": kinds, "chosen": kind, "limits": limits, "steps": _steps(None, ""), "config": config}


def step_context(data_import: DataImport, name: str) -> Json:
    """Return what one step needs."""
    document = import_document(data_import)
    kind = KINDS[data_import.kind]
    titles = field_titles(kind)
    context: Json = {
        "import": document,
        "changes": _changes(document["report"] or {}, titles),
        "kind": kind,
        "layers": layer_rows(document["look"] or {}),
        "is_mappable": "map" in document["actions"],
        "steps": _steps(data_import, name),
        "config": {
            **page_config(),
            "import": document,
            "page": name,
            "pages": {one: _address(data_import, one) for one in STEPS},
            "has_map": kind.has_geometry and not kind.is_raster,
            "field_titles": titles,
            "finding_titles": {code: str(title) for code, title in FINDING_TITLES.items()},
        },
    }
    if name == "columns":
        form = mapping_form(data_import, kind, layer_look(data_import) or {})
        context["form"] = form
        context["config"] |= {"fields": form["fields"], "places": [one["columns"] for one in form["places"]]}
    return context


def page_config() -> Json:
    """Return what the modules of every page read."""
    return {
        "language": get_language(),
        "texts": import_texts(),
        "poll_ms": conf.RUN_POLL_INTERVAL_MS,
        "urls": {
            "imports": reverse("api:imports"),
            "list": reverse("web:imports"),
            "outlines": reverse("web:layer", kwargs={"name": "districts"}),
        },
        "bounds": mainland_extent(),
        "style": {"base": map_style()["base"]},
    }


def _titles(kind: ImportKind, names: Any) -> list[str]:
    titles = field_titles(kind)
    return [titles[name] for name in names]


def _changes(report: Json, titles: dict[str, str]) -> list[Json]:
    """Return the changed rows of a report, their fields as people call them."""
    return [
        {**one, "fields": [{**field, "title": titles.get(field["field"], field["field"])} for field in one["fields"]]}
        for one in report.get("changes", [])
    ]


def _steps(data_import: DataImport | None, shown: str) -> list[Json]:
    """Return the steps after the upload: which is shown, which can be gone to, which are behind."""
    names = list(STEPS)
    stands = names.index(current_step(data_import)) if data_import else -1
    return [
        {
            "number": number + 2,
            "title": step.title,
            "is_shown": name == shown,
            "is_behind": number < stands or (number == stands and bool(data_import and data_import.committed_at)),
            "address": _address(data_import, name) if data_import and step.is_reached(data_import) else "",
        }
        for number, (name, step) in enumerate(STEPS.items())
    ]


def _address(data_import: DataImport, name: str) -> str:
    return reverse("web:import-step", kwargs={"import_id": data_import.pk, "name": name})
