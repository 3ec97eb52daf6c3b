from django.db import migrations, models

from audit.protect import FUNCTION, append_only, changeable


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]

    operations = [
        migrations.AddField("alert", "stands_for", models.PositiveIntegerField(default=1)),
        migrations.AddIndex(
            "alert",
            models.Index(
                condition=models.Q(mail="dead"), fields=["-created_at"], name="alert_mail_dead"
            ),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change;"),
        migrations.RunSQL(append_only("audit_event"), changeable("audit_event")),
        migrations.RunSQL(append_only("audit_access"), changeable("audit_access")),
    ]
