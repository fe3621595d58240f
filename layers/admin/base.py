"""What the administration of every layer shares."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.gis.db import models
from django.db.models.fields.related import ForeignKey
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from layers.admin.geometry_field import GeoJsonField, GeometryForm
from layers.admin.paginator import BoundedPaginator
from layers.models import District
from layers.models.generalised import GeneralisedShape
from layers.services.edits import row_save
from layers.widgets import GeometryMapWidget

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts as FieldOpts
    from django.utils.functional import _StrPromise as StrPromise

PROVENANCE: "tuple[StrPromise, FieldOpts]" = (
    _("Source"),
    {"fields": ["source", "source_date", "licence", "confidence", "note"]},
)


class LayerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Lists that stay quick with hundreds of thousands of rows, a map for geometry, writes through services."""

    form = GeometryForm
    formfield_overrides = {models.GeometryField: {"form_class": GeoJsonField, "widget": GeometryMapWidget}}
    paginator = BoundedPaginator
    show_full_result_count = False
    # Counts beside the filters read the whole table once a filter.
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    # An action on "all rows" would reach more rows than the list shows; many rows are replaced by an import.
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Search without fetching geometry: lists show none, and one coast can weigh a megabyte."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        return found.defer(*geometry_names(self.model, self.list_select_related)), may_have_duplicates

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001
        """Write through the service, which keeps derived figures and display shapes in step."""
        row_save(obj, changed_fields=form.changed_data)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """List what goes with a row, without its display shapes."""
        names, counts, missing_permissions, protected = super().get_deleted_objects(objs, request)
        shapes = [model._meta for model in GeneralisedShape.__subclasses__()]
        plurals = {str(meta.verbose_name_plural) for meta in shapes}
        prefixes = tuple(f"{capfirst(meta.verbose_name)}: " for meta in shapes)
        return (
            without_prefixes(names, prefixes),
            {name: count for name, count in counts.items() if str(name) not in plurals},
            missing_permissions,
            protected,
        )


class DistrictFilter(admin.SimpleListFilter):
    """Filter by district without fetching the boundaries of all districts."""

    title = _("district")
    parameter_name = "district"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:  # noqa: ARG002
        """Return the districts in force."""
        districts = District.objects.filter(valid_to__isnull=True).values_list("pk", "code", "name")
        return [(str(pk), f"{code} {name}") for pk, code, name in districts]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:  # noqa: ARG002
        """Return the rows of the district chosen."""
        value = self.value()
        return queryset.filter(district_id=int(value)) if value and value.isdecimal() else queryset


def geometry_names(model: type[models.Model], related: Any) -> Iterator[str]:
    """Name the geometry fields of a model and of the rows that it is listed with."""
    yield from _own_geometry(model)
    for name in related if isinstance(related, Sequence) else ():
        field = model._meta.get_field(name)
        if isinstance(field, ForeignKey):
            yield from (f"{name}__{column}" for column in _own_geometry(field.related_model))


def without_prefixes(names: list[Any], prefixes: tuple[str, ...]) -> list[Any]:
    """Leave out of a nested list of names those that begin with a prefix."""
    return [
        without_prefixes(name, prefixes) if isinstance(name, list) else name
        for name in names
        if isinstance(name, list) or not str(name).startswith(prefixes)
    ]


def _own_geometry(model: Any) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.GeometryField)]
