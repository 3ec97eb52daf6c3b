"""The house rules that a machine can keep: one writer of state, short files, no stray promises."""

import ast
import re
from collections import deque
from pathlib import Path

from django.apps import apps

from rules.retention import HOLDINGS

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "audit",
    "accounts",
    "people",
    "clocks",
    "workflow",
    "cases",
    "assessments",
    "protection",
    "retention",
    "reports",
    "socialcare",
    "ui",
    "rules",
)
SOURCES = sorted(
    path
    for name in PACKAGES
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)


def _writes_of_state(source: str) -> list[int]:
    lines = []
    for node in ast.walk(ast.parse(source)):
        targets = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif (
            isinstance(node, ast.AugAssign | ast.AnnAssign)
            and getattr(node, "value", None) is not None
        ):
            targets = [node.target]
        for target in targets:
            for part in ast.walk(target):
                if (
                    isinstance(part, ast.Attribute)
                    and part.attr == "state"
                    and isinstance(part.ctx, ast.Store)
                ):
                    lines.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(
            node.func, "id", getattr(node.func, "attr", "")
        ) in (
            "update",
            "create",
            "get_or_create",
            "update_or_create",
            "setattr",
        ):
            lines += [node.lineno for word in node.keywords if word.arg == "state"]
    return lines


def test_only_the_engine_writes_a_state():
    found = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := _writes_of_state(path.read_text())) and path != ROOT / "workflow/engine.py"
    }
    assert found == {}


def test_the_check_for_writers_of_state_sees_one():
    assert _writes_of_state("case.state = 'closed'")
    assert _writes_of_state("Case.objects.update(state='closed')")


def test_a_file_is_short_enough_to_read():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}
    assert {path: length for path, length in lengths.items() if length > 430} == {}


def test_no_task_waits_in_the_broker():
    """Celery carries only «go and look»: no ETA and no countdown, anywhere."""
    for path in SOURCES:
        assert not re.search(r"\b(apply_async|eta=|countdown=)", path.read_text()), path


def test_no_signals():
    for path in SOURCES:
        assert not re.search(r"django\.dispatch|@receiver|post_save|pre_save", path.read_text()), (
            path
        )


# --- a disposal reaches every table with a person in it ---
ENDS = ("people.Person", "cases.Case", "cases.Contact", "cases.ContactChild")
OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.partition(".")[0] in PACKAGES
    for model in config.get_models(include_auto_created=True)
    # row histories go with the rows they are of
    if not hasattr(model, "instance_type")
]


def way_to_a_child(model):
    """The shortest way of foreign keys from a model to a case or a person, as a row would name it."""
    queue = deque([(model, ())])
    seen = {model}
    while queue:
        at, way = queue.popleft()
        if at._meta.label in ENDS and way:
            return "__".join(way)
        for field in at._meta.concrete_fields:
            to = field.related_model
            if to and to not in seen and to._meta.label != "accounts.User":
                seen.add(to)
                queue.append((to, (*way, field.name)))
    return ""


def test_every_table_has_its_row():
    rows = []
    for model in OURS:
        label, way = model._meta.label, way_to_a_child(model)
        if label not in HOLDINGS:
            rows.append(
                f'Holding("{label}", ("{way}",)),'
                if way
                else f'Holding("{label}", stays="… why …"),'
            )
    assert rows == [], (
        "A disposal would leave the rows of these tables, or fail on them. Add to HOLDINGS in "
        "rules/retention.py, most likely as written here (what is about several children at once: "
        'the way back to them, and shared=True, such as Holding("protection.Conference", '
        '("children__case",), shared=True)), and print the rule book again:\n' + "\n".join(rows)
    )


def test_what_names_a_person_is_handed_over_when_they_leave_or_said_not_to_be():
    """A new reverse name of a person needs a row in HELD, or a reason in NOT_HELD (cases/held.py)."""
    from django.contrib.auth import get_user_model

    from cases.held import HELD, NOT_HELD

    named = {
        relation.related_name
        for relation in get_user_model()._meta.related_objects
        if relation.related_name and not relation.related_model.__name__.startswith("Historical")
    }
    decided = {name for kind in HELD for name in kind.through} | set(NOT_HELD)
    assert (named - decided, decided - named) == (set(), set())
