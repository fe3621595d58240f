"""A file that somebody brings in, what was found in it, and what it changed."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("uploaded")
    LOOKED = "looked", _("looked at")
    CHECKED = "checked", _("checked")
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    COMMITTED = "committed", _("taken over")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class ImportStep(models.TextChoices):
    """What a worker does with an import."""

    CHECK = "check", _("check")
    COMMIT = "commit", _("take over")
    UNDO = "undo", _("undo")


class FindingLevel(models.TextChoices):
    """How bad a finding is; a row with an error is not taken."""

    ERROR = "error", _("needs a decision")
    WARNING = "warning", _("warning")
    REPAIRED = "repaired", _("repaired")


UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)
OPEN = (ImportState.UPLOADED, ImportState.LOOKED, ImportState.CHECKED, ImportState.FAILED, ImportState.CANCELLED)


class DataImport(models.Model):
    """One import: the file as it came, how it is to be read, and the report.

    `look`, `mapping` and `report` are described in `gisapp.exchange.imports`. `state` of an import that was stopped
    or failed says so until the next step begins; `step` is the step that waits, is under way or was the last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    file = models.FileField(_("file"), upload_to="imports/", max_length=255)
    file_name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size_bytes = models.BigIntegerField(_("size, bytes"))
    layer = models.CharField(_("layer of the file"), max_length=255, blank=True)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    step = models.CharField(_("step"), max_length=10, choices=ImportStep, blank=True)
    progress = models.FloatField(_("progress, 0 to 1"), default=0.0)
    stage = models.CharField(_("stage"), max_length=200, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    is_cancel_asked = models.BooleanField(_("to be cancelled"), default=False)
    look = models.JSONField(_("what the file holds"), null=True, blank=True)
    report = models.JSONField(_("report"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    source_date = models.DateField(_("source date"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="data_imports",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    committed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["sha256", "kind"], name="dataimport_same_file"),
            models.Index(fields=["state", "changed_at"], name="dataimport_state"),
            models.Index(fields=["-created_at"], name="dataimport_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=1), name="dataimport_progress_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportFinding(models.Model):
    """One finding of the last check or commit: which row, where, what is wrong and what to do."""

    data_import = models.ForeignKey(DataImport, on_delete=models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField(_("row"), null=True)
    name = models.TextField(_("name"), blank=True)
    level = models.CharField(_("level"), max_length=10, choices=FindingLevel)
    code = models.CharField(_("code"), max_length=60)
    field = models.TextField(_("field"), blank=True)
    value = models.TextField(_("value"), blank=True)
    limit = models.TextField(_("limit"), blank=True)
    fix = models.TextField(_("fix"), blank=True)
    lon = models.FloatField(_("longitude"), null=True)
    lat = models.FloatField(_("latitude"), null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["data_import", "level", "id"], name="importfinding_page")]

    def __str__(self) -> str:
        return f"{self.row} {self.code}"


class ImportAdded(models.Model):
    """Rows that an import added to one table, by one statement; `hashes` are those of the rows as it left them."""

    data_import = models.ForeignKey(DataImport, on_delete=models.CASCADE, related_name="added")
    table = models.CharField(max_length=63)
    row_ids = ArrayField(models.BigIntegerField())
    hashes = ArrayField(models.BigIntegerField(), null=True)

    def __str__(self) -> str:
        return f"{self.table} +{len(self.row_ids)}"


class ImportBefore(models.Model):
    """A row as it was before an import changed or removed it; written by database triggers.

    `row` is PostgreSQL's text of the whole row, which gives back every bit of it, and `columns` the names of its
    columns. `hash_after` is that of the row as the import left it; None where it removed it.
    """

    data_import = models.ForeignKey(DataImport, on_delete=models.CASCADE, related_name="before")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    row = models.TextField()
    columns = ArrayField(models.CharField(max_length=63))
    hash_after = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["data_import", "table", "row_id"], name="importbefore_first_only")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class RememberedMapping(models.Model):
    """How files with these columns were read the last time; `signature` is of kind and names of columns."""

    signature = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(_("kind"), max_length=40)
    mapping = models.JSONField(_("mapping"))
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"
