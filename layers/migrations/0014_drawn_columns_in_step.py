"""What decides how a shape is drawn follows its row, and a tile whose shapes change is no longer grouped.

Triggers and not services, for the same reason as in 0003: psql and QGIS must not leave the map showing what is no
longer so. The columns change with the row at once; grouping again is left to the service, and until then the tile
is drawn shape by shape.
"""

from django.db import migrations

GROUPED_BANDS = "7, 8, 9, 10, 11, 12"

SOURCE_AREA = """
    commodity = (SELECT code FROM layers_commodity WHERE id = o.commodity_id),
    density_t_per_km2 = coalesce(o.annual_tonnes / nullif(ST_Area(o.boundary::geography) / 1e6, 0), 0)
"""
FACILITY = """
    kind = o.kind,
    process = coalesce((SELECT code FROM layers_process WHERE id = o.process_id), ''),
    status = o.status
"""
# Tables, the columns of the row whose change matters, and the columns of the shape.
LAYERS = (
    ("layers_sourcearea", "layers_sourceareashape", ("commodity_id", "annual_tonnes"), SOURCE_AREA),
    ("layers_facility", "layers_facilityshape", ("kind", "process_id", "status"), FACILITY),
)
# Tables whose code stands in the shapes of the rows that name them.
CODES = (
    ("layers_commodity", "layers_sourcearea", "layers_sourceareashape", "commodity", "commodity_id"),
    ("layers_process", "layers_facility", "layers_facilityshape", "process", "process_id"),
)

# A large layer takes longer than a request may.
FILL = "SET LOCAL statement_timeout = 0;\n" + "".join(
    f"UPDATE {shapes} AS s SET extent_m = greatest(ST_XMax(s.shape) - ST_XMin(s.shape), ST_YMax(s.shape) - ST_YMin(s.shape));\n"
    for shapes in (
        "layers_districtshape", "layers_subdistrictshape", "layers_exclusionzoneshape", "layers_roadlinkshape",
    )
) + f"""
WITH found AS (
    SELECT o.id, c.code, coalesce(o.annual_tonnes / nullif(ST_Area(o.boundary::geography) / 1e6, 0), 0) AS density
    FROM layers_sourcearea AS o JOIN layers_commodity AS c ON c.id = o.commodity_id
)
UPDATE layers_sourceareashape AS s SET
    commodity = found.code,
    density_t_per_km2 = found.density,
    extent_m = greatest(ST_XMax(s.shape) - ST_XMin(s.shape), ST_YMax(s.shape) - ST_YMin(s.shape)),
    tile = floor(((ST_XMin(s.shape) + ST_XMax(s.shape)) / 2 + 20037508.342789244) / 40075016.685578488 * 2 ^ s.band)::bigint
        * (2 ^ s.band)::bigint
        + floor((20037508.342789244 - (ST_YMin(s.shape) + ST_YMax(s.shape)) / 2) / 40075016.685578488 * 2 ^ s.band)::bigint
FROM found WHERE found.id = s.owner_id;
UPDATE layers_facilityshape AS s SET {FACILITY} FROM layers_facility AS o WHERE o.id = s.owner_id;
INSERT INTO layers_ungroupedtile (band, tile)
SELECT DISTINCT band, tile FROM layers_sourceareashape WHERE band IN ({GROUPED_BANDS});
"""

CREATE = "".join(
    f"""
CREATE FUNCTION {table}_redraw_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {shapes} AS s SET {assignments}
    FROM after AS o JOIN before ON before.id = o.id
    WHERE s.owner_id = o.id AND ({' OR '.join(f'o.{column} IS DISTINCT FROM before.{column}' for column in columns)});
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_redraw AFTER UPDATE ON {table}
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION {table}_redraw_changed();
"""
    for table, shapes, columns, assignments in LAYERS
) + "".join(
    f"""
CREATE FUNCTION {table}_redraw_coded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {shapes} AS s SET {column} = after.code
    FROM after JOIN before ON before.id = after.id JOIN {rows} AS o ON o.{key} = after.id
    WHERE s.owner_id = o.id AND after.code <> before.code;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_redraw AFTER UPDATE ON {table}
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION {table}_redraw_coded();
"""
    for table, rows, shapes, column, key in CODES
) + "".join(
    f"""
CREATE FUNCTION layers_ungroup_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_ungroupedtile (band, tile)
    SELECT DISTINCT band, tile FROM ({changed}) AS changed WHERE band IN ({GROUPED_BANDS})
    ORDER BY band, tile
    -- An update of nothing waits for a grouping that is about to take the tile off the list.
    ON CONFLICT (band, tile) DO UPDATE SET tile = excluded.tile;
    RETURN NULL;
END $$;
CREATE TRIGGER layers_sourceareashape_ungroup_{name} AFTER {event} ON layers_sourceareashape
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION layers_ungroup_{name}();
"""
    for name, event, tables, changed in (
        ("inserted", "INSERT", "NEW TABLE AS after", "SELECT band, tile FROM after"),
        ("deleted", "DELETE", "OLD TABLE AS before", "SELECT band, tile FROM before"),
        (
            "updated",
            "UPDATE",
            "OLD TABLE AS before NEW TABLE AS after",
            "SELECT band, tile FROM before UNION ALL SELECT band, tile FROM after",
        ),
    )
) + """
CREATE FUNCTION layers_ungroup_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM layers_sourceareagroup;
    DELETE FROM layers_ungroupedtile;
    RETURN NULL;
END $$;
CREATE TRIGGER layers_sourceareashape_ungroup_all AFTER TRUNCATE ON layers_sourceareashape
FOR EACH STATEMENT EXECUTE FUNCTION layers_ungroup_all();
"""

DROP = "".join(
    f"DROP TRIGGER layers_sourceareashape_ungroup_{name} ON layers_sourceareashape; DROP FUNCTION layers_ungroup_{name}();\n"
    for name in ("inserted", "deleted", "updated", "all")
) + "".join(
    f"DROP TRIGGER {table}_redraw ON {table}; DROP FUNCTION {table}_redraw_{kind}();\n"
    for table, kind in (
        ("layers_sourcearea", "changed"), ("layers_facility", "changed"), ("layers_commodity", "coded"), ("layers_process", "coded"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("layers", "0013_drawn_shapes")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE, DROP),
    ]
