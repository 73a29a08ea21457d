import datetime

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.AddField('article', 'title_en', models.CharField(blank=True, default='', max_length=120), preserve_default=False),
        migrations.AddField('article', 'note', models.CharField(blank=True, default='', max_length=300), preserve_default=False),
        migrations.AddField('article', 'pending', models.JSONField(null=True)),
        migrations.AddField('article', 'revision', models.PositiveIntegerField(default=1)),
        migrations.AddField('article', 'search', django.contrib.postgres.search.SearchVectorField(default=''), preserve_default=False),
        migrations.AddField('articleversion', 'kind', models.CharField(default='guide', max_length=10), preserve_default=False),
        migrations.AddField('articleversion', 'title_en', models.CharField(blank=True, default='', max_length=120), preserve_default=False),
        migrations.AddField('articleversion', 'keywords', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField('articleversion', 'owner_name', models.CharField(default='', max_length=80), preserve_default=False),
        migrations.AddField('articleversion', 'valid_from', models.DateField(default=datetime.date(2026, 1, 1)), preserve_default=False),
        migrations.AddField('articleversion', 'valid_to', models.DateField(null=True)),
        migrations.AddField('articleversion', 'review_on', models.DateField(default=datetime.date(2026, 1, 1)), preserve_default=False),
        migrations.AddField('articleversion', 'note', models.CharField(blank=True, default='', max_length=300), preserve_default=False),
        migrations.AddIndex('article', models.Index(fields=['-changed_at', '-id'], name='articles_by_change')),
        migrations.AddIndex('article', django.contrib.postgres.indexes.GinIndex(fields=['search'], name='articles_by_words')),
    ]
