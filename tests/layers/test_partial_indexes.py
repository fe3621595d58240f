"""Indexes that the models limit to one zoom band are limited in the database too: GeoDjango leaves conditions out."""

import pytest
from django.db import connection

from layers.models import SourceAreaGroup, SourceAreaShape


@pytest.mark.django_db
@pytest.mark.parametrize("model", [SourceAreaShape, SourceAreaGroup])
def test_every_conditional_index_has_its_condition(model):
    names = [index.name for index in model._meta.indexes if index.condition is not None]
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [names])
        found = dict(cursor.fetchall())

    assert set(found) == set(names)
    for name, definition in found.items():
        assert definition.endswith(f"WHERE (band = {name.rpartition('_')[2]})")
