"""A calculation that somebody keeps under a name, to come back to it, compare it and show it."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.siting_run import SitingRun


class ScenarioVisibility(models.TextChoices):
    """Who may read a scenario besides the staff of the office."""

    OFFICE = "office", _("the office only")
    LINK = "link", _("whoever has the link")
    PUBLIC = "public", _("everyone, listed")


class Scenario(models.Model):
    """A run with a name and a note.

    `id` is random and stands in the link, so it is told to those alone who may read the scenario. `parameters` are
    those of the run when it was saved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    run = models.ForeignKey(SitingRun, on_delete=models.PROTECT, related_name="scenarios", verbose_name=_("run"))
    parameters = models.JSONField(_("parameters"))
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=ScenarioVisibility, default=ScenarioVisibility.OFFICE
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="scenarios",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"], name="scenario_newest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="scenario_has_name"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=ScenarioVisibility.values), name="scenario_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
