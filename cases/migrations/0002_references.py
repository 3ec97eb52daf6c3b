from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE case_reference START 1001; CREATE SEQUENCE contact_reference START 1001;",
            "DROP SEQUENCE case_reference; DROP SEQUENCE contact_reference;",
        )
    ]
