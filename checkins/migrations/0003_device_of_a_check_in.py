from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_identity'),
        ('checkins', '0002_site_codes'),
        ('locations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkin',
            name='device',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(condition=models.Q(('lat__isnull', False)), fields=['lat', 'lng'], name='check_in_at_spot'),
        ),
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(condition=models.Q(('device', ''), _negated=True), fields=['device', 'received_at'], name='check_in_of_device'),
        ),
    ]
