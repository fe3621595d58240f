"""A file of data that somebody asked for, made in the background and kept for a while."""

import uuid

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """Where an export stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


UNDER_WAY = (ExportState.QUEUED, ExportState.RUNNING)


class DataExport(models.Model):
    """One export: what was asked for, how far it is, and the file. Nobody's name is kept with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.JSONField(_("request"))
    request_hash = models.CharField(_("hash of the request and of the data's version"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.QUEUED)
    progress = models.FloatField(_("progress, 0 to 1"), default=0.0)
    stage = models.CharField(_("stage"), max_length=200, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="exports/", max_length=255, blank=True)
    media_type = models.CharField(_("media type"), max_length=120)
    size_bytes = models.BigIntegerField(_("size, bytes"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["-created_at"], name="dataexport_newest"),
            models.Index(fields=["request_hash"], name="dataexport_request"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=1), name="dataexport_progress_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
