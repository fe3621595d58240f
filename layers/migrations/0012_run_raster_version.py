"""Rasters of runs are published: they have a version."""

from django.db import migrations

CREATE = """
CREATE TRIGGER layers_runraster_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON layers_runraster
FOR EACH STATEMENT EXECUTE FUNCTION layers_raise_version();
"""
DROP = "DROP TRIGGER layers_runraster_version ON layers_runraster;"


class Migration(migrations.Migration):
    dependencies = [("layers", "0011_versions_never_return")]
    operations = [migrations.RunSQL(CREATE, DROP)]
