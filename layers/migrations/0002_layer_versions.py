"""A counter per published table, raised by a trigger on every statement that writes to it.

A trigger and not a service keeps it: `psql`, `COPY` and QGIS must raise it as well, or a cache goes stale.
"""

from django.db import migrations

TABLES = (
    "layers_district", "layers_subdistrict", "layers_commodity", "layers_process", "layers_processflow",
    "layers_productionstatistic", "layers_sectorstatistic", "layers_installedcapacity", "layers_sourcearea",
    "layers_facility", "layers_exclusionzone", "layers_roadspeed", "layers_roadlink", "layers_rasterlayer",
    "layers_rule",
)

CREATE = """
CREATE FUNCTION layers_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_layerversion ("table", version, changed_at) VALUES (TG_TABLE_NAME, 1, now())
    ON CONFLICT ("table") DO UPDATE SET version = layers_layerversion.version + 1, changed_at = now();
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION layers_raise_version();
"""
    for table in TABLES
)

DROP = "".join(f"DROP TRIGGER {table}_version ON {table};\n" for table in TABLES) + "DROP FUNCTION layers_raise_version();"


class Migration(migrations.Migration):
    dependencies = [("layers", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
