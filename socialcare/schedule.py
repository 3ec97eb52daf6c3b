"""Every periodic job, one row each. Each task is one line that calls an ordinary function."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Job:
    name: str
    task: str
    every_seconds: int
    why: str


JOBS = (
    Job("sweep the clocks", "clocks.tasks.sweep", 30, "Notice what has become due."),
    Job("deliver alerts", "clocks.tasks.deliver", 30, "Send alerts on as e-mail."),
    Job("seal the logs", "audit.tasks.seal", 20, "At most a minute behind what happens."),
    Job("verify the logs", "audit.tasks.verify", 24 * 3600, "Compare the logs with their seals."),
    Job(
        "verify the clocks", "clocks.tasks.verify", 24 * 3600, "Recompute every clock and compare."
    ),
    Job(
        "forget sent forms", "cases.tasks.forget_sent_forms", 24 * 3600, "Tokens of double clicks."
    ),
    Job(
        "scan documents",
        "cases.tasks.scan_documents",
        600,
        "Have the virus scanner look at what it has not seen.",
    ),
    Job("forget old sessions", "accounts.tasks.forget_sessions", 24 * 3600, "Those that ended."),
    Job("relearn names", "people.tasks.relearn", 7 * 24 * 3600, "Forget words of names long gone."),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The table in the shape that Celery beat reads. A message that was not
    taken up before the next one is sent is worth nothing, so it expires."""
    return {
        job.name: {
            "task": job.task,
            "schedule": float(job.every_seconds),
            "options": {"expires": float(job.every_seconds)},
        }
        for job in JOBS
    }
