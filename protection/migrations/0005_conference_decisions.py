from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("protection", "0004_strategy_enquiry_emergency")]

    operations = [
        migrations.RenameField("conferencechild", "why", "why_decided"),
        migrations.RenameField("historicalconferencechild", "why", "why_decided"),
    ]
