"""Source areas are stored without a try at compression, and their shapes without an index that another repeats.

Binary coordinates hardly compress: of 20,000 areas of 92 corners not one became smaller, at a third of the time of
writing them. What is stored stays as it is.
"""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = (("layers_sourcearea", "boundary"), ("layers_sourceareashape", "shape"), ("layers_sourceareagroup", "shape"))


def stored(how: str) -> str:
    return "".join(f"ALTER TABLE {table} ALTER {column} SET STORAGE {how};\n" for table, column in COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("layers", "0022_no_index_on_the_spheroid")]
    operations = [
        migrations.RunSQL(stored("EXTERNAL"), stored("MAIN")),
        migrations.AlterField(
            model_name="sourceareashape",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shapes",
                to="layers.sourcearea",
            ),
        ),
    ]
