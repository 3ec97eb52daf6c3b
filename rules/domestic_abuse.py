"""What a risk assessment of domestic abuse asks. To ask something more, add a row: the form and the
record follow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    key: str
    label: str
    called: str
    help: str


SOURCE = (
    "Council procedure: the domestic violence protocol, from the first contact (Wigan, 22 January "
    "2009, App. 2); what each row asks is a local norm"
)
QUESTIONS = (
    Question(
        "happened",
        "What has happened, and is it getting worse?",
        "what has happened",
        "Who does what to whom, since when and how often; injuries, threats, weapons, strangling, "
        "control, stalking.",
    ),
    Question(
        "child",
        "What does it mean for the child?",
        "what it means for the child",
        "What the child sees and hears, where they are when it happens, and what they say.",
    ),
    Question(
        "danger",
        "What makes it more dangerous, and what less?",
        "what makes it more or less dangerous",
        "Pregnancy, parting, drink and drugs, earlier orders; who stands by the parent who is harmed.",
    ),
    Question(
        "safety",
        "What keeps the child and the parent safe from today?",
        "what keeps them safe",
        "Who does what; how it is safe to ring, to write and to visit.",
    ),
)
