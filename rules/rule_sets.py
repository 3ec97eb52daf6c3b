"""Time limits are dated: each rule set is the law and guidance of its time.

Which set is in force from which date is a table in the database that an administrator keeps. A
fresh install runs `framework-2000`. A case keeps the set that was in force on its referral date.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleSet:
    key: str
    label: str
    summary: str
    source: str


FRAMEWORK_2000 = "framework-2000"
WORKING_TOGETHER_2010 = "working-together-2010"
SINGLE_ASSESSMENT = "single-assessment"

RULE_SETS: dict[str, RuleSet] = {
    row.key: row
    for row in (
        RuleSet(
            FRAMEWORK_2000,
            "Initial and core assessment (7 and 35 working days)",
            "A decision within 24 hours, an initial assessment in 7 working days, and where it is "
            "needed a core assessment in 35 working days.",
            "Framework for the Assessment of Children in Need and their Families (2000), ch. 3; "
            "Working Together to Safeguard Children (2006)",
        ),
        RuleSet(
            WORKING_TOGETHER_2010,
            "Initial and core assessment (10 and 35 working days)",
            "As before, with 10 working days for the initial assessment.",
            "Working Together to Safeguard Children (2010)",
        ),
        RuleSet(
            SINGLE_ASSESSMENT,
            "Single assessment (45 working days)",
            "A decision within one working day and one assessment in 45 working days of the referral.",
            "Working Together to Safeguard Children (2013, 2018 and 2023)",
        ),
    )
}
STARTS_WITH = FRAMEWORK_2000
"""The set of a fresh install."""
