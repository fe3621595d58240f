"""Indexes of one zoom band each.

GeoDjango leaves out the condition of an index on a geometry (`PostGISSchemaEditor._create_index_sql`), so 0013 made
every one of them over all bands.
"""

from django.db import migrations

SHAPE_BANDS = (7, 8, 9, 10, 11, 12, 13, 24)
GROUP_BANDS = (7, 8, 9, 10, 11, 12)
INDEXES = tuple(
    (f"{table}_gist_{band}", f"layers_{table}", band)
    for table, bands in (("sourceareashape", SHAPE_BANDS), ("sourceareagroup", GROUP_BANDS))
    for band in bands
)
PARTIAL = "".join(
    f"DROP INDEX {name};\nCREATE INDEX {name} ON {table} USING gist (shape) WHERE band = {band};\n"
    for name, table, band in INDEXES
)
WHOLE = "".join(
    f"DROP INDEX {name};\nCREATE INDEX {name} ON {table} USING gist (shape);\n" for name, table, _band in INDEXES
)


class Migration(migrations.Migration):
    dependencies = [("layers", "0014_drawn_columns_in_step")]

    operations = [migrations.RunSQL(PARTIAL, WHOLE)]
