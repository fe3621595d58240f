"""While an import is under way, what it adds, changes and removes is noted, so that it can be undone exactly.

Triggers and not services, so that nothing is missed that an import brings about elsewhere: what goes with a district
that it removes, or loses its link to it. A session says which import it is by the setting `hilir.data_import`; all
other writes pass by at the cost of looking it up once a statement.
"""

from django.db import migrations

TABLES = (
    "layers_district", "layers_subdistrict", "layers_sourcearea", "layers_facility", "layers_exclusionzone",
    "layers_roadlink", "layers_rasterlayer", "layers_productionstatistic", "layers_sectorstatistic",
    "layers_installedcapacity", "layers_suggestedsite",
)

CREATE = """
CREATE FUNCTION layers_note_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE data_import text := coalesce(current_setting('hilir.data_import', true), '');
BEGIN
    IF data_import = '' THEN RETURN NULL; END IF;
    INSERT INTO layers_importadded (data_import_id, "table", row_ids)
    SELECT data_import::uuid, TG_TABLE_NAME, array_agg(id ORDER BY id) FROM after HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE FUNCTION layers_note_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE data_import text := coalesce(current_setting('hilir.data_import', true), '');
BEGIN
    IF data_import = '' THEN RETURN NULL; END IF;
    INSERT INTO layers_importbefore (data_import_id, "table", row_id, "row", columns)
    SELECT data_import::uuid, TG_TABLE_NAME, before.id, before::text, ARRAY(
        SELECT attname FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped ORDER BY attnum
    )
    FROM before
    -- The first state is the one from before the import.
    ON CONFLICT (data_import_id, "table", row_id) DO NOTHING;
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_note_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION layers_note_added();
CREATE TRIGGER {table}_note_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION layers_note_before();
CREATE TRIGGER {table}_note_removed AFTER DELETE ON {table} REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION layers_note_before();
"""
    for table in TABLES
)

DROP = "".join(
    f"DROP TRIGGER {table}_note_{event} ON {table};\n" for table in TABLES for event in ("added", "changed", "removed")
) + "DROP FUNCTION layers_note_added(); DROP FUNCTION layers_note_before();"


class Migration(migrations.Migration):
    dependencies = [("layers", "0017_data_import")]
    operations = [migrations.RunSQL(CREATE, DROP)]
