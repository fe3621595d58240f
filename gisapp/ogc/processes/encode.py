"""Processes and jobs as the documents of the standard."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gisapp.ogc.processes.definitions import (
    DEFINITIONS,
    GEOJSON_TYPE,
    JSON_TYPE,
    SUGGEST_LOCATIONS,
    VERSION,
    ProcessDefinition,
)
from gisapp.ogc.processes.operations import is_over
from gisapp.ogc.processes.params import Execution, ResponseForm, Transmission
from gisapp.ogc.processes.statuses import STATUS_OF_RUN
from gisapp.ogc.root.contribution import Json, link
from gisapp.planning.progress import stage_label
from gisapp.planning.texts import refusal_reason
from layers.models import SitingRun

REL: Final = "http://www.opengis.net/def/rel/ogc/1.0"
_PERCENT: Final = 100


def process_list_document(root: str) -> Json:
    """List all processes."""
    return {
        "processes": [_summary(one, root) for one in DEFINITIONS],
        "links": [link(f"{root}/processes", "self", JSON_TYPE)],
    }


def process_document(definition: ProcessDefinition, root: str) -> Json:
    """Describe a process with its inputs and output."""
    schema = definition.schema()
    required = schema["required"]
    output = definition.output
    return _summary(definition, root) | {
        "inputs": {
            name: {
                "title": name,
                "description": str(one.get("description", name)),
                "minOccurs": 1 if name in required else 0,
                "maxOccurs": 1,
                "schema": one,
            }
            for name, one in schema["properties"].items()
        },
        "outputs": {output.name: {"title": str(output.title), "schema": output.schema}},
    }


def status_document(run: SitingRun, root: str) -> Json:
    """Tell where a job stands."""
    address = f"{root}/jobs/{run.pk}"
    moments = {
        "created": run.created_at,
        "started": run.started_at,
        "finished": run.finished_at,
        "updated": run.finished_at or run.started_at or run.created_at,
    }
    results = [link(f"{address}/results", f"{REL}/results", GEOJSON_TYPE, _("Suggested sites"))]
    return {
        "jobID": str(run.pk),
        "processID": SUGGEST_LOCATIONS,
        "type": "process",
        "status": STATUS_OF_RUN[run.status],
        "message": _message(run),
        "progress": _PERCENT if is_over(run) else run.progress,
        **{name: _moment(value) for name, value in moments.items() if value is not None},
        "links": [
            link(address, "self", JSON_TYPE),
            link(f"{root}/processes/{SUGGEST_LOCATIONS}", f"{REL}/process", JSON_TYPE),
            *(results if is_over(run) else []),
        ],
    }


def jobs_document(runs: list[SitingRun], root: str) -> Json:
    """List jobs."""
    return {
        "jobs": [status_document(run, root) for run in runs],
        "links": [link(f"{root}/jobs", "self", JSON_TYPE)],
    }


def result_document(definition: ProcessDefinition, result: Json, *, execution: Execution, address: str) -> Json:
    """Return a result in the form asked for.

    Parameters
    ----------
    address
        Where the result can be had by itself; used where a reference is asked for.
    """
    output = definition.output
    if execution.transmission is Transmission.REFERENCE:
        return {output.name: {"href": address, "type": output.media_type}}
    if execution.form is ResponseForm.DOCUMENT:
        return {output.name: {"value": result, "mediaType": output.media_type}}
    return result


def _summary(definition: ProcessDefinition, root: str) -> Json:
    address = f"{root}/processes/{definition.name}"
    jobs = [link(f"{root}/jobs?processID={definition.name}", f"{REL}/job-list", JSON_TYPE)]
    return {
        "id": definition.name,
        "version": VERSION,
        "title": str(definition.title),
        "description": str(definition.description),
        "keywords": [str(one) for one in definition.keywords],
        "jobControlOptions": ["sync-execute", *(["async-execute", "dismiss"] if definition.runs_as_job else [])],
        "outputTransmission": ["value", *(["reference"] if definition.runs_as_job else [])],
        "links": [
            link(address, "self", JSON_TYPE),
            link(f"{address}/execution", f"{REL}/execute", JSON_TYPE),
            *(jobs if definition.runs_as_job else []),
        ],
    }


def _message(run: SitingRun) -> str:
    if not is_over(run):
        return stage_label(run.stage) or run.get_status_display()
    if run.refusal is not None:
        return refusal_reason(run.refusal, run.process)
    return _(run.message) if run.message else run.get_status_display()


def _moment(value: datetime) -> str:
    return value.isoformat()
