"""The house rules that a machine can keep: one writer of state, short files, no stray promises."""

import ast
import re
from pathlib import Path

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
