"""No outdated display shape: the shapes of a row whose geometry changes, or that is deleted, go with it.

Triggers and not services, so that `psql` and QGIS cannot leave the map showing what is no longer so. They work
on whole statements, with transition tables: 200,000 rows cost one join, not 200,000 calls.
"""

from django.db import migrations

LAYERS = (
    ("layers_district", "layers_districtshape", "boundary"),
    ("layers_subdistrict", "layers_subdistrictshape", "boundary"),
    ("layers_sourcearea", "layers_sourceareashape", "boundary"),
    ("layers_exclusionzone", "layers_exclusionzoneshape", "boundary"),
    ("layers_roadlink", "layers_roadlinkshape", "path"),
    ("layers_facility", "layers_facilityshape", "location"),
)

CREATE = "".join(
    f"""
CREATE FUNCTION {table}_drop_changed_shapes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {shapes} WHERE owner_id IN (
        SELECT before.id FROM before JOIN after ON after.id = before.id
        WHERE after.{column} IS DISTINCT FROM before.{column}
    );
    RETURN NULL;
END $$;
CREATE FUNCTION {table}_drop_deleted_shapes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {shapes} WHERE owner_id IN (SELECT id FROM before);
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_changed_shapes AFTER UPDATE ON {table}
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION {table}_drop_changed_shapes();
CREATE TRIGGER {table}_deleted_shapes AFTER DELETE ON {table}
REFERENCING OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION {table}_drop_deleted_shapes();
"""
    for table, shapes, column in LAYERS
)

DROP = "".join(
    f"""
DROP TRIGGER {table}_changed_shapes ON {table};
DROP TRIGGER {table}_deleted_shapes ON {table};
DROP FUNCTION {table}_drop_changed_shapes();
DROP FUNCTION {table}_drop_deleted_shapes();
"""
    for table, _, _ in LAYERS
)


class Migration(migrations.Migration):
    dependencies = [("layers", "0002_layer_versions")]
    operations = [migrations.RunSQL(CREATE, DROP)]
