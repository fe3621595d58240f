"""Versions come from a sequence, which no rollback turns back: one number never stands for two states of the data."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE layers_version_seq;
SELECT setval('layers_version_seq', 1 + (SELECT coalesce(max(version), 0) FROM layers_layerversion));
CREATE OR REPLACE FUNCTION layers_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_layerversion ("table", version, changed_at)
    VALUES (TG_TABLE_NAME, nextval('layers_version_seq'), now())
    ON CONFLICT ("table") DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    RETURN NULL;
END $$;
"""

DROP = """
CREATE OR REPLACE FUNCTION layers_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_layerversion ("table", version, changed_at) VALUES (TG_TABLE_NAME, 1, now())
    ON CONFLICT ("table") DO UPDATE SET version = layers_layerversion.version + 1, changed_at = now();
    RETURN NULL;
END $$;
DROP SEQUENCE layers_version_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0010_run_raster")]
    operations = [migrations.RunSQL(CREATE, DROP)]
