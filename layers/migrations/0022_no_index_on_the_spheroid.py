"""What is nearby is found by the index in degrees, and measured on the spheroid.

Computing the boxes of the other index took more of an import than every other index together.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("layers", "0021_density_on_equal_area_map")]
    operations = [
        migrations.RemoveIndex(model_name="sourcearea", name="sourcearea_boundary_geography"),
        migrations.RemoveIndex(model_name="facility", name="facility_location_geography"),
    ]
