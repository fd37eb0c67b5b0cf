from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0007_rewards'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkin',
            name='code_kind',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='checkin',
            name='is_about',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(fields=['location', 'is_about', 'received_at'], name='check_in_of_lately'),
        ),
    ]
