"""A run and its sites as documents: figures and words, ready for JSON and GeoJSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.adapters import versions_read
from gisapp.planning.economics_texts import economics_document
from gisapp.planning.note_texts import assumption_text, note_text
from gisapp.planning.progress import stage_label
from gisapp.planning.quality_texts import grown_document, quality_document
from gisapp.planning.robustness_texts import robustness_document, site_stability
from gisapp.planning.texts import criterion_label, part_state, refusal_reason, rule_label, site_reasons
from gisapp.siting.engine import LOCATION
from layers.models import Process, RunStatus, SitingRun, SuggestedSite

# EPSG:4326 to seven digits is a centimetre: more than any source holds.
DIGITS = 7
SHOWN_ELSEWHERE = frozenset(
    {"notes", "assumptions", "versions", "robustness", "existing_plants", "quality", "grown", "outlay_million_idr"}
)


def run_document(run: SitingRun) -> dict[str, Any]:
    """Describe a run: where it stands, what it rests on, and a refusal with its reason."""
    stage = run.stage if run.status == RunStatus.RUNNING else ""
    return {
        "id": str(run.pk),
        "status": run.status,
        "status_label": run.get_status_display(),
        "progress": run.progress,
        "stage": stage,
        "stage_label": stage_label(stage),
        "message": _(run.message) if run.message else "",
        "process": {"code": run.process.code, "name": run.process.name, "feed_unit": run.process.feed_unit},
        "feed": {"code": run.process.feed.code, "name": run.process.feed.name},
        "parameters": run.parameters,
        "refusal": _refusal(run),
        "summary": {key: value for key, value in run.summary.items() if key not in SHOWN_ELSEWHERE},
        "quality": quality_document(run.summary.get("quality"), seconds=run.timings_s.get(LOCATION)),
        "robustness": robustness_document(run.summary.get("robustness")),
        "rasters": sorted(run.rasters.values_list("kind", flat=True)),
        "notes": _notes(run),
        "inputs_changed": _inputs_changed(run),
        "input_hash": run.input_hash,
        "engine_version": run.engine_version,
        "timings_s": run.timings_s,
        "created_at": run.created_at.isoformat(),
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }


def sites_geojson(run: SitingRun) -> dict[str, Any]:
    """Return the sites as points, each with everything that explains it (RFC 7946)."""
    return _collection(
        run,
        (
            _feature(site, {"type": "Point", "coordinates": _rounded(site.location.coords)}, _explained(site, run))
            for site in _sites(run)
        ),
    )


def catchments_geojson(run: SitingRun) -> dict[str, Any]:
    """Return the land within reach of each site as polygons."""
    return _collection(
        run,
        (
            _feature(
                site,
                {"type": "MultiPolygon", "coordinates": _rounded(site.catchment.coords)} if site.catchment else None,
                {"rank": site.rank, "is_reserve": site.is_reserve, "catchment_minutes": site.catchment_minutes},
            )
            for site in _sites(run)
        ),
    )


def _sites(run: SitingRun) -> Iterable[SuggestedSite]:
    return run.sites.select_related("district", "subdistrict").order_by("rank")


def _collection(run: SitingRun, features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "name": f"{run.process.code} {run.pk}",
        "features": list(features),
        "run": {"id": str(run.pk), "status": run.status, "process": run.process.code, "input_hash": run.input_hash},
    }


def _feature(site: SuggestedSite, geometry: Mapping[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": site.rank, "geometry": geometry, "properties": properties}


def _explained(site: SuggestedSite, run: SitingRun) -> dict[str, Any]:
    unit = run.process.feed_unit
    listed = sorted(site.supply_by_source, key=lambda supply: -supply["supply_t_per_year"])
    rest = listed[conf.MAX_LISTED_SOURCES :]
    grown = next((plant for plant in run.summary.get("grown", []) if plant["rank"] == site.rank), None)
    return {
        "rank": site.rank,
        "is_reserve": site.is_reserve,
        "kind": "upgrade" if grown else "new",
        "enlarges": grown_document(grown, unit),
        "outlay_million_idr": run.summary.get("outlay_million_idr", {}).get(str(site.rank)),
        "score": site.score,
        "district": site.district.name if site.district else "",
        "district_code": site.district.code if site.district else "",
        "subdistrict": site.subdistrict.name if site.subdistrict else "",
        "capacity_t_per_year": site.capacity_t_per_year,
        "supply_t_per_year": site.supply_t_per_year,
        "reachable_t_per_year": site.reachable_t_per_year,
        "utilisation": site.utilisation,
        "mean_minutes": site.mean_minutes,
        "catchment_minutes": site.catchment_minutes,
        "reasons": site_reasons(site, unit),
        "stability": site_stability(run.summary.get("robustness"), site.rank),
        "parts": [
            {**part, "label": criterion_label(part["criterion"]), "state": part_state(part, unit)}
            for part in site.parts
        ],
        "supply_by_source": listed[: conf.MAX_LISTED_SOURCES],
        "supply_of_other_sources": {
            "sources": len(rest),
            "supply_t_per_year": sum(supply["supply_t_per_year"] for supply in rest),
        },
        "supply_by_district": site.supply_by_district,
        "competitors": site.competitors,
        "rules": [{**rule, "label": rule_label(rule["code"])} for rule in site.rules],
        "nearby": site.nearby,
        "economics": economics_document(site.economics),
    }


def _inputs_changed(run: SitingRun) -> bool:
    """Tell whether any table has changed since the run read it; False while it has read none."""
    versions = run.summary.get("versions")
    return versions is not None and versions != versions_read()


def _refusal(run: SitingRun) -> dict[str, Any] | None:
    if run.refusal is None:
        return None
    offers = Process.objects.filter(code__in=run.refusal["offers"]).order_by("stage", "code")
    return {
        "code": run.refusal["code"],
        "figures": run.refusal["figures"],
        "reason": refusal_reason(run.refusal, run.process),
        "offers": [{"code": offer.code, "name": offer.name, "stage": offer.stage} for offer in offers],
    }


def _notes(run: SitingRun) -> list[dict[str, Any]]:
    """Return notes and assumptions with their words, sources and years."""
    assumptions = run.summary.get("assumptions", [])
    subjects = {assumption["subject"] for assumption in assumptions}
    processes = {process.code: process for process in Process.objects.filter(code__in=subjects)} if subjects else {}
    return [
        *({**assumption, "text": assumption_text(assumption, processes)} for assumption in assumptions),
        *({**note, "text": note_text(note, run.process.feed_unit)} for note in run.summary.get("notes", [])),
    ]


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DIGITS)
    return [_rounded(item) for item in coordinates]
