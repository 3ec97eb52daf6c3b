"""The ledger is append-only; the calendar and the first rule set are there from the start."""

from datetime import date

from django.db import migrations

from audit.protect import append_only, changeable
from clocks.bank_holidays import SEED
from rules.rule_sets import STARTS_WITH


def seed(apps, schema_editor):
    holidays = apps.get_model("clocks", "BankHoliday")
    holidays.objects.bulk_create(
        [holidays(day=date.fromisoformat(day), name=name) for day, name in SEED],
        ignore_conflicts=True,
    )
    apps.get_model("clocks", "CalendarVersion").objects.create(
        what=f"The published bank holidays, {SEED[0][0][:4]} to {SEED[-1][0][:4]}"
    )
    apps.get_model("clocks", "RuleSetInForce").objects.get_or_create(
        since=date(1989, 1, 1), defaults={"key": STARTS_WITH}
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial"), ("audit", "0003_append_only")]

    operations = [
        migrations.RunSQL(append_only("clocks_clockline"), changeable("clocks_clockline")),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]
