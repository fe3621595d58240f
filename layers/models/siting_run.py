"""A run of the siting engine and the sites it suggested."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import not_negative, share, valid_geometry
from layers.models.district import District, Subdistrict
from layers.models.process import Process


class RunStatus(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    SUGGESTED = "suggested", _("sites suggested")
    REFUSED = "refused", _("no site meets the rules")
    FAILED = "failed", _("stopped by an error")
    CANCELLED = "cancelled", _("cancelled")


UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)


class SitingRun(models.Model):
    """One question to the engine with its validated parameters, and how it was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey(
        Process, on_delete=models.PROTECT, related_name="siting_runs", verbose_name=_("process")
    )
    parameters = models.JSONField(_("parameters"))
    input_hash = models.CharField(_("hash of the inputs"), max_length=64, blank=True)
    engine_version = models.CharField(_("engine version"), max_length=20)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    refusal = models.JSONField(_("refusal"), null=True, blank=True)
    summary = models.JSONField(_("summary"), default=dict, blank=True)
    timings_s = models.JSONField(_("timings, s"), default=dict, blank=True)
    objective = models.FloatField(_("objective"), null=True, blank=True)
    bound = models.FloatField(_("bound"), null=True, blank=True)
    gap = models.FloatField(_("gap"), null=True, blank=True)
    chain_plan_id = models.UUIDField(
        _("plan of a chain"), null=True, blank=True, help_text=_("Shared by the runs of one plan over several steps.")
    )
    chain_step = models.PositiveSmallIntegerField(_("step of the plan"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("siting run")
        verbose_name_plural = _("siting runs")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"], name="sitingrun_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="sitingrun_progress_percent"),
            models.UniqueConstraint(fields=["chain_plan_id", "chain_step"], name="sitingrun_chain_step_once"),
            models.CheckConstraint(
                condition=models.Q(chain_plan_id__isnull=True, chain_step__isnull=True)
                | models.Q(chain_plan_id__isnull=False, chain_step__isnull=False),
                name="sitingrun_chain_step_of_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.id}"


class SuggestedSite(models.Model):
    """One suggested site. `parts` sum to `score`; tonnages in t/yr of the feed."""

    run = models.ForeignKey(SitingRun, on_delete=models.CASCADE, related_name="sites", verbose_name=_("run"))
    rank = models.PositiveSmallIntegerField(_("rank"))
    is_reserve = models.BooleanField(_("reserve"), default=False)
    location = models.PointField(_("location"), srid=4326, spatial_index=False)
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("district")
    )
    subdistrict = models.ForeignKey(
        Subdistrict, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("subdistrict")
    )
    catchment = models.MultiPolygonField(_("catchment"), srid=4326, null=True, spatial_index=False)
    score = models.FloatField(_("score"))
    capacity_t_per_year = models.FloatField(_("suggested size, t of raw material/yr"))
    reachable_t_per_year = models.FloatField(_("supply left within reach, t/yr"), null=True)
    supply_t_per_year = models.FloatField(_("supply taken, t/yr"))
    utilisation = models.FloatField(_("expected utilisation"))
    mean_minutes = models.FloatField(_("mean travel time of the supply, min"))
    catchment_minutes = models.FloatField(_("travel time to the edge of the catchment, min"), null=True)
    parts = models.JSONField(_("parts of the score"))
    supply_by_source = models.JSONField(_("supply by source"), default=list)
    supply_by_district = models.JSONField(_("supply by district"), default=list)
    competitors = models.JSONField(_("competitors"), default=list)
    rules = models.JSONField(_("rules met and missed"), default=list)
    nearby = models.JSONField(_("nearest reference points"), default=list)
    economics = models.JSONField(_("economics"), default=dict)

    class Meta:
        verbose_name = _("suggested site")
        verbose_name_plural = _("suggested sites")
        ordering = ["run", "rank"]
        indexes = [GistIndex(fields=["location"], name="suggestedsite_location_gist")]
        constraints = [
            models.UniqueConstraint(fields=["run", "rank"], name="suggestedsite_rank_once"),
            valid_geometry("suggestedsite", "catchment"),
            share("suggestedsite", "score"),
            share("suggestedsite", "utilisation"),
            not_negative("suggestedsite", "capacity_t_per_year"),
            not_negative("suggestedsite", "supply_t_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.score:.3f}"
