"""Values in SQL: nothing in them means anything to SQL or to Mapnik."""

import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from gisapp.ogc.render.literals import inlined, literal


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_text_holds_what_means_something(text):
    assert re.fullmatch(r"'[A-Za-z0-9_. :-]*'|convert_from\('\\x[0-9a-f]*', 'UTF8'\)", literal(text))


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["it's", "!bbox!", "@user", "%(x)s", 'é"\\', "", 3, -2.5, True, None])
def test_the_database_reads_the_value_that_was_written(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + literal(value).replace("%", "%%"))
        (read,) = cursor.fetchone()
    assert (float(read) if isinstance(value, float) else read) == value


def test_placeholders_take_their_values():
    query = sql.SQL("a = ") + sql.Placeholder("x") + sql.SQL(" AND b % 2 = ANY(%(y)s)")
    assert inlined(query, {"x": "oil_palm", "y": [1, 2]}) == "a = 'oil_palm' AND b % 2 = ANY(ARRAY[1, 2])"


def test_a_value_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="object"):
        literal(object())
