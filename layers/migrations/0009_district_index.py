"""Indices of districts for the map; versions of them and of suggested sites, which are published as well."""

import django.db.models.deletion
from django.db import migrations, models


TABLES = ("layers_districtindex", "layers_suggestedsite")
CREATE = "".join(
    f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION layers_raise_version();\n"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER {table}_version ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('layers', '0008_srgi2013'),
    ]

    operations = [
        migrations.CreateModel(
            name='DistrictIndex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('lq', 'location quotient'), ('share', 'share of the section'), ('growth', 'growth'), ('relatedness', 'relatedness density'), ('hhi', 'concentration (Herfindahl-Hirschman)'), ('entropy', 'diversity (Shannon entropy)'), ('eci', 'economic complexity'), ('per_head', 'product per head'), ('klassen', 'Klassen typology of districts')], max_length=20, verbose_name='index')),
                ('section', models.CharField(blank=True, max_length=10, verbose_name='KBLI section')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('from_year', models.PositiveSmallIntegerField(null=True, verbose_name='from year')),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('unit', models.CharField(max_length=40, verbose_name='unit')),
                ('classification', models.CharField(blank=True, max_length=40, verbose_name='class')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='reason why there is no value')),
                ('series', models.CharField(max_length=120, verbose_name='series')),
                ('source', models.CharField(max_length=500, verbose_name='source')),
                ('statistics_version', models.BigIntegerField(verbose_name='version of the statistics')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indices', to='layers.district', verbose_name='district')),
            ],
            options={
                'verbose_name': 'index of a district',
                'verbose_name_plural': 'indices of districts',
                'ordering': ['measure', 'section', 'district', 'year'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'section', 'district', 'year'), name='districtindex_once')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
