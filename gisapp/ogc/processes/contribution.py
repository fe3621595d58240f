"""What OGC API Processes adds to the documents that the OGC APIs share."""

from typing import Final

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.ogc.processes.definitions import DEFINITIONS, GEOJSON_TYPE, JSON_TYPE, ProcessDefinition
from gisapp.ogc.processes.encode import REL
from gisapp.ogc.processes.params import ResponseForm, Transmission
from gisapp.ogc.processes.statuses import JobStatus
from gisapp.ogc.root.contribution import Contribution, Json, Layers, link
from gisapp.ogc.root.openapi import operation, ref

_CONF: Final = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/"
CONFORMANCE: Final = tuple(
    _CONF + name for name in ("core", "ogc-process-description", "json", "oas30", "job-list", "dismiss")
)
_TAG: Final = "Processes"
_MEANINGS: Final = {
    "201": "The job, which is done in the background.",
    "409": "The job is over, or ended without a result.",
    "415": f"The body is not {JSON_TYPE}.",
}


def _landing_links(root: str) -> list[Json]:
    return [
        link(f"{root}/processes", f"{REL}/processes", JSON_TYPE, _("Processes")),
        link(f"{root}/jobs", f"{REL}/job-list", JSON_TYPE, _("Jobs")),
    ]


def _paths(_layers: Layers) -> Json:
    executions = {f"/processes/{one.name}/execution": {"post": _execute(one)} for one in DEFINITIONS}
    return {
        "/processes": {"get": _reads("getProcesses", "All processes.", ref("processList"))},
        "/processes/{processID}": {"get": _reads("getProcess", "A process, its inputs and output.", {}, _PROCESS)},
        **executions,
        "/jobs": {"get": _reads("getJobs", "The newest jobs.", ref("jobList"), *_JOB_FILTERS)},
        "/jobs/{jobID}": {
            "get": _reads("getStatus", "Where a job stands.", ref("statusInfo"), _JOB),
            "delete": _reads("dismiss", "Dismiss a job.", ref("statusInfo"), _JOB, more=("409",)),
        },
        "/jobs/{jobID}/results": {
            "get": _reads(
                "getResult", "What a job came to.", {"type": "object"}, _JOB, media_type=GEOJSON_TYPE, more=("409",)
            )
        },
    }


def _components(_layers: Layers) -> Json:
    links = {"type": "array", "items": {"type": "object"}}
    moment = {"type": "string", "format": "date-time"}
    return {
        "schemas": {
            "processList": {
                "type": "object",
                "required": ["processes", "links"],
                "properties": {"processes": {"type": "array", "items": {"type": "object"}}, "links": links},
            },
            "jobList": {
                "type": "object",
                "required": ["jobs", "links"],
                "properties": {"jobs": {"type": "array", "items": ref("statusInfo")}, "links": links},
            },
            "statusInfo": {
                "type": "object",
                "required": ["jobID", "type", "status"],
                "properties": {
                    "jobID": {"type": "string", "format": "uuid"},
                    "processID": {"type": "string"},
                    "type": {"type": "string", "enum": ["process"]},
                    "status": {"type": "string", "enum": list(JobStatus)},
                    "message": {"type": "string"},
                    "progress": {"type": "integer", "minimum": 0, "maximum": 100},
                    **dict.fromkeys(("created", "started", "finished", "updated"), moment),
                    "links": links,
                },
            },
        }
    }


def _execute(definition: ProcessDefinition) -> Json:
    output = definition.output
    body = {
        "type": "object",
        "additionalProperties": False,
        "required": ["inputs"],
        "properties": {
            "inputs": definition.schema(),
            "outputs": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    output.name: {
                        "type": "object",
                        "properties": {"transmissionMode": {"type": "string", "enum": list(Transmission)}},
                    }
                },
            },
            "response": {"type": "string", "enum": list(ResponseForm), "default": ResponseForm.RAW},
        },
    }
    made = _reads(
        f"execute-{definition.name}",
        str(definition.title),
        {"type": "object"},
        *((_PREFER,) if definition.runs_as_job else ()),
        media_type=output.media_type,
        more=("415",),
    )
    if definition.runs_as_job:
        made["responses"]["201"] = {
            "description": _MEANINGS["201"],
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {JSON_TYPE: {"schema": ref("statusInfo")}},
        }
        made["responses"]["204"] = {
            "description": "The address of the result, where a reference was asked for.",
            "headers": {"Link": {"schema": {"type": "string"}}},
        }
    return made | {"requestBody": {"required": True, "content": {JSON_TYPE: {"schema": body}}}}


def _reads(
    name: str, summary: str, schema: Json, *parameters: Json, media_type: str = JSON_TYPE, more: tuple[str, ...] = ()
) -> Json:
    made = operation(name, summary, {media_type: schema}, parameters=parameters, tag=_TAG)
    problems = {"application/problem+json": {"schema": ref("problem")}}
    made["responses"] |= {status: {"description": _MEANINGS[status], "content": problems} for status in more}
    return made


def _parameter(name: str, where: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": where, "required": where == "path", "description": description, "schema": schema}


def _list_of(schema: Json) -> Json:
    return {"type": "array", "items": schema}


_PROCESS: Final = _parameter(
    "processID", "path", "Name of a process.", {"type": "string", "enum": [one.name for one in DEFINITIONS]}
)
_JOB: Final = _parameter("jobID", "path", "Name of a job.", {"type": "string", "format": "uuid"})
_PREFER: Final = _parameter(
    "Prefer",
    "header",
    f"respond-async: answer with the job at once. Otherwise the answer comes after at most {conf.MAX_WAIT_S} s, with"
    " the job where it is not over by then.",
    {"type": "string"},
)
_SECONDS: Final = {"type": "integer", "minimum": conf.JOB_DURATION_S.low, "maximum": conf.JOB_DURATION_S.high}
_JOB_FILTERS: Final = (
    _parameter(
        "limit",
        "query",
        "How many at most.",
        {
            "type": "integer",
            "minimum": conf.JOBS_LISTED.low,
            "maximum": conf.JOBS_LISTED.high,
            "default": conf.DEFAULT_JOBS_LISTED,
        },
    ),
    _parameter("type", "query", "Types of jobs.", _list_of({"type": "string", "enum": ["process"]}))
    | {"style": "form", "explode": False},
    _parameter("processID", "query", "Names of processes.", _list_of({"type": "string"}))
    | {"style": "form", "explode": False},
    _parameter("status", "query", "States.", _list_of({"type": "string", "enum": list(JobStatus)}))
    | {"style": "form", "explode": False},
    _parameter("datetime", "query", "When jobs were created: a time or an interval.", {"type": "string"}),
    _parameter("minDuration", "query", "Least duration, s.", _SECONDS),
    _parameter("maxDuration", "query", "Greatest duration, s.", _SECONDS),
)

PROCESSES: Final = Contribution(
    conformance=CONFORMANCE, landing_links=_landing_links, paths=_paths, components=_components
)
