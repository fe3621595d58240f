"""SRGI2013 (EPSG:9470), Indonesia's reference system since 2013, which PostGIS 3.3 does not list."""

from django.db import migrations

CREATE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM spatial_ref_sys WHERE srid = 9470)
        AND has_table_privilege(current_user, 'spatial_ref_sys', 'INSERT')
    THEN
        INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) VALUES (
            9470, 'EPSG', 9470,
            'GEOGCS["SRGI2013",DATUM["Sistem_Referensi_Geospasial_Indonesia_2013",SPHEROID["WGS 84",6378137,'
            '298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","9470"]]',
            '+proj=longlat +ellps=WGS84 +towgs84=0,0,0,0,0,0,0 +no_defs'
        );
    END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0007_chain_plan")]
    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
