"""The first version of the procedure pages, and the tokens of forms already sent."""

import django.utils.timezone
from django.db import migrations, models

from rules.guidance import PAGES


def load(apps, schema_editor):
    GuidanceVersion = apps.get_model("cases", "GuidanceVersion")
    present = set(GuidanceVersion.objects.values_list("slug", flat=True))
    GuidanceVersion.objects.bulk_create(
        GuidanceVersion(
            slug=page.slug, title=page.title, body=page.body, version=1, why="The first version"
        )
        for page in PAGES
        if page.slug not in present
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_references")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"ordering": ("-at",)},
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
