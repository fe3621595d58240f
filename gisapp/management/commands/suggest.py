"""Suggest sites for a kind of plant at once, in the terminal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from gisapp import conf
from gisapp.planning.chain_presentation import chain_plan_document, chain_sites_geojson
from gisapp.planning.chains import chain_parameters_parse, chain_plan_execute, chain_plan_runs
from gisapp.planning.errors import PlanningError
from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.planning.parameters import CHOICES, CRITERIA, NUMBERS, REASONS, parameters_parse
from gisapp.planning.presentation import run_document, sites_geojson
from gisapp.planning.presets import weight_presets
from gisapp.planning.schedulers import scheduler_at
from gisapp.planning.services import siting_run_create, siting_run_execute
from gisapp.planning.suitability_files import exclusions_write, suitability_of, suitability_write
from gisapp.planning.weighting import comparisons_from_text
from gisapp.planning.wishes import FORBIDDEN_KEYS, FORCED_KEYS
from gisapp.siting import SitingError
from layers.models import RunStatus, SitingRun

BAD_PARAMETER = 2
BALANCE = ("supply", "of_planned", "taken_by_existing", "taken_by_planned", "left")
Json = dict[str, Any]


class Command(BaseCommand):
    help = (
        "Suggest sites for a kind of plant, ranked and with reasons. A refusal is an answer too (exit code 0);"
        " a parameter that is unknown or out of range ends with exit code 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--process", help="code of the process, such as palm_oil_mill")
        what.add_argument("--chain", help="code of a chain, such as oil_palm: plan all of its steps, one on the other")
        for field in NUMBERS:
            # Read as text and checked with all others, so that one message form serves every way in.
            parser.add_argument(
                f"--{field.name.replace('_', '-')}",
                dest=field.name,
                metavar=field.unit.upper() if field.unit not in ("", "1") else "N",
                help=f"{field.description} ({field.limits})".replace("%", "%%"),
            )
        for choice in CHOICES:
            parser.add_argument(
                f"--{choice.name.replace('_', '-')}",
                dest=choice.name,
                metavar="|".join(choice.choices),
                help=f"{choice.description} (default: {choice.default})",
            )
        parser.add_argument(
            "--weight",
            action="append",
            default=[],
            metavar="CRITERION=N",
            help=f"weight of a criterion; give all of {', '.join(CRITERIA)}",
        )
        parser.add_argument("--preset", help=f"named set of weights: {', '.join(weight_presets())}")
        parser.add_argument(
            "--pairwise",
            metavar="'ROW | ROW | ...'",
            help="weights by comparison: how many times as important each criterion is as each later one, such as"
            " '3 5 1/2 3 4 | 2 1/4 1 1 | 1/5 1 1 | 4 5 | 1'",
        )
        parser.add_argument(
            "--value",
            action="append",
            default=[],
            metavar="CRITERION=FUNCTION",
            help="value function of a criterion, such as road='linear 10 0' or energy='bell 20 15'",
        )
        parser.add_argument(
            "--ignore-exclusion",
            action="append",
            dest="ignored_exclusions",
            metavar="REASON",
            help=f"leave a reason for exclusion out of account: {', '.join(REASONS)}",
        )
        parser.add_argument(
            "--forced-site",
            action="append",
            default=[],
            metavar="LON,LAT",
            help="build a plant at this place; repeat for more",
        )
        parser.add_argument(
            "--forbidden-site",
            action="append",
            default=[],
            metavar="LON,LAT[,RADIUS_KM]",
            help=f"build none within this distance ({conf.DEFAULT_FORBIDDEN_RADIUS_KM:g} km) of this place",
        )
        parser.add_argument(
            "--allow-upgrades",
            action="store_true",
            help="enlarge an existing plant where that is better than a new one",
        )
        parser.add_argument(
            "--ignore-existing",
            action="store_true",
            help="plan as if there were no plant on the same raw material yet",
        )
        parser.add_argument(
            "--steps",
            type=json.loads,
            metavar="JSON",
            help='what single steps of a chain have of their own, by process, such as \'{"refinery": {"plants": 2}}\'',
        )
        parser.add_argument(
            "--scheduler",
            default=settings.SCHEDULER,
            metavar="tcp://HOST:PORT",
            help="let a Dask cluster do the blocks of large rasters; by default threads of this process",
        )
        parser.add_argument("--out", type=Path, metavar="FILE.geojson", help="write the sites to a file")
        parser.add_argument("--raster-out", type=Path, metavar="FILE.tif", help="write the suitability of every cell")
        parser.add_argument(
            "--exclusions-out", type=Path, metavar="FILE.tif", help="write the legal reasons, one bit for each"
        )
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *_args: str, **options: Any) -> None:
        with override(options["language"]):
            if options["chain"]:
                self._plan_chain(options)
            else:
                self._plan_process(options)

    def _plan_process(self, options: Json) -> None:
        try:
            with scheduler_at(options["scheduler"]) as scheduler:
                run = siting_run_create(parameters_parse(_given(options)))
                run = siting_run_execute(run.pk, scheduler=scheduler)
        except (PlanningError, SitingError) as error:
            raise CommandError(str(error), returncode=BAD_PARAMETER) from error
        if run.status == RunStatus.FAILED:
            raise CommandError(run.message)
        self._report(run)
        if options["out"]:
            self._write(options["out"], sites_geojson(run))
        if options["raster_out"] or options["exclusions_out"]:
            self._rasters(run, suitability_path=options["raster_out"], exclusions_path=options["exclusions_out"])

    def _plan_chain(self, options: Json) -> None:
        if options["raster_out"] or options["exclusions_out"]:
            raise CommandError(
                "--raster-out and --exclusions-out are for one kind of plant; give --process", returncode=BAD_PARAMETER
            )
        try:
            with scheduler_at(options["scheduler"]) as scheduler:
                plan_id = chain_plan_execute(chain_parameters_parse(_given(options)), scheduler=scheduler)
        except (PlanningError, SitingError) as error:
            raise CommandError(str(error), returncode=BAD_PARAMETER) from error
        for run in chain_plan_runs(plan_id):
            self.stdout.write(f"\n=== {run.chain_step}")
            if run.message:
                self.stdout.write(run.message)
            self._report(run)
        document = chain_plan_document(plan_id)
        if document:
            self._balance(document)
        if options["out"]:
            self._write(options["out"], chain_sites_geojson(plan_id))

    def _balance(self, plan: Json) -> None:
        self.stdout.write("")
        for row in plan["balance"]:
            values = {name: per_year(row[f"{name}_per_year"], row["unit"]) for name in BALANCE}
            self.stdout.write(
                _(
                    "%(name)s: supply %(supply)s (%(of_planned)s from planned plants); existing plants take"
                    " %(taken_by_existing)s, planned ones %(taken_by_planned)s; %(left)s is left."
                )
                % {**values, "name": row["name"]}
            )
        for process in plan["skipped"]:
            self.stdout.write(f"- {process['name']} ({process['code']}): {process['reason']}")
        self.stdout.write(_("Plan %(id)s") % {"id": plan["id"]})

    def _report(self, run: SitingRun) -> None:
        document = run_document(run)
        self.stdout.write(f"{document['process']['name']}: {document['status_label']}")
        if document["refusal"]:
            self.stdout.write(document["refusal"]["reason"])
            for offer in document["refusal"]["offers"]:
                self.stdout.write(f"  - {offer['name']} ({offer['code']})")
        if document["quality"]:
            self.stdout.write(document["quality"]["text"])
        for feature in sites_geojson(run)["features"]:
            self._site(feature, unit=document["process"]["feed_unit"])
        self.stdout.write("")
        for text in document["robustness"]["texts"] if document["robustness"] else []:
            self.stdout.write(f"~ {text}")
        for note in document["notes"]:
            self.stdout.write(f"* {note['text']}")
        self.stdout.write(_("Run %(id)s") % {"id": run.pk})

    def _site(self, feature: Json, *, unit: str) -> None:
        site = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        place = ", ".join(name for name in (site["subdistrict"], site["district"]) if name)
        role = _("reserve") if site["is_reserve"] else _("upgrade") if site["enlarges"] else _("plant")
        self.stdout.write("")
        self.stdout.write(
            f"{site['rank']:>2}  {number(site['score'], 3):>5}  {place}  ({number(lon, 4)}, {number(lat, 4)})  {role}  "
            f"{per_year(site['supply_t_per_year'], unit)} / {per_year(site['capacity_t_per_year'], unit)}"
            f" = {share(site['utilisation'], 0)}  {minutes(site['mean_minutes'])}"
        )
        if site["enlarges"]:
            self.stdout.write(f"      {site['enlarges']['text']}")
        for reason in site["reasons"]:
            self.stdout.write(f"      {reason}")
        if site["stability"]:
            self.stdout.write(f"      {site['stability']['text']}")
        for text in site["economics"]["texts"] if site["economics"] else []:
            self.stdout.write(f"      {text}")

    def _write(self, path: Path, document: Json) -> None:
        try:
            path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"--out {path}: {error.strerror}; give a file in a folder that exists") from error
        self.stdout.write(_("%(count)d sites written to %(path)s") % {"count": len(document["features"]), "path": path})

    def _rasters(self, run: SitingRun, *, suitability_path: Path | None, exclusions_path: Path | None) -> None:
        try:
            given, found = suitability_of(parameters_parse(run.parameters))
            if suitability_path:
                suitability_write(suitability_path, given, found)
            if exclusions_path:
                exclusions_write(exclusions_path, given, found)
        except PlanningError as error:
            raise CommandError(str(error)) from error
        for path in (suitability_path, exclusions_path):
            if path:
                self.stdout.write(_("raster written to %(path)s") % {"path": path})


def _given(options: Json) -> Json:
    """Return the parameters as the API would get them; text that is no number stays text, to be refused."""
    subject = "chain" if options["chain"] else "process"
    given: Json = {subject: options[subject], "ignored_exclusions": options["ignored_exclusions"]}
    for field in NUMBERS:
        given[field.name] = _number(options[field.name])
    for choice in CHOICES:
        given[choice.name] = options[choice.name]
    if options["weight"]:
        pairs = (weight.partition("=") for weight in options["weight"])
        given["weights"] = {name: _number(value) for name, _equals, value in pairs}
    if options["value"]:
        pairs = (value.partition("=") for value in options["value"])
        given["value_functions"] = {name: text for name, _equals, text in pairs}
    given |= _places(options)
    if options["allow_upgrades"]:
        given["allow_upgrades"] = True
    if options["ignore_existing"]:
        given["serve_existing"] = False
    given["preset"] = options["preset"]
    if options["steps"] is not None:
        given["steps"] = options["steps"]
    if options["pairwise"]:
        given["pairwise"] = comparisons_from_text(options["pairwise"])
    return given


def _places(options: Json) -> Json:
    """Return the places that a plan must and must not use, where any are given."""
    places = {"forced_sites": ("forced_site", FORCED_KEYS), "forbidden_sites": ("forbidden_site", FORBIDDEN_KEYS)}
    return {
        name: [_place(text, keys) for text in options[option]]
        for name, (option, keys) in places.items()
        if options[option]
    }


def _place(text: str, keys: tuple[str, ...]) -> Any:
    """Return numbers divided by commas by their names; text of another form stays text, to be refused."""
    parts = text.split(",")
    return dict(zip(keys, map(_number, parts), strict=False)) if len(parts) <= len(keys) else text


def _number(value: Any) -> Any:
    for kind in (int, float):
        try:
            return kind(value)
        except (TypeError, ValueError):
            continue
    return value
