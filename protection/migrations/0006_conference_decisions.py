from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("protection", "0005_plans_of_conferences")]

    operations = [
        migrations.RenameField("conferencechild", "why", "why_decided"),
        migrations.RenameField("historicalconferencechild", "why", "why_decided"),
    ]
