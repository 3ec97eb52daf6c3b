"""The first version of the council's procedure pages, shown beside the forms they help with.

The council edits its own copies; these rows are what a fresh install starts with. The text of each
page is in the file of its name beside this one: paragraphs, `- ` lists and `## ` headings, and
nothing else.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Guidance:
    slug: str
    title: str
    body: str
    sources: tuple[str, ...]


FRAMEWORK = "Framework for the Assessment of Children in Need and their Families (2000)"
WORKING_TOGETHER = "Working Together to Safeguard Children (2006, 2010 and 2023)"
CHILDREN_ACT = "Children Act 1989, sections 17 and 47"
WIGAN = "Council procedure (Wigan, 22 January 2009)"


def _page(slug: str, title: str, *sources: str) -> Guidance:
    text = (Path(__file__).parent / f"{slug}.md").read_text(encoding="utf-8")
    return Guidance(slug, title, text.strip(), sources)


PAGES: tuple[Guidance, ...] = (
    _page("recording-a-contact", "Recording a contact", FRAMEWORK + ", ch. 3", WIGAN + ", App. 1"),
    _page("levels-of-need", "Levels of need", CHILDREN_ACT, WIGAN + ", App. 1"),
    _page("deciding-a-contact", "Deciding a contact", FRAMEWORK + ", 3.8", WIGAN + ", App. 1"),
    _page(
        "waiting-for-allocation",
        "Children waiting for a worker",
        WIGAN + ", 3.7 and App. 2",
        "Local norm for unallocated cases (Walsall procedure)",
    ),
    _page("initial-assessment", "The initial assessment", FRAMEWORK + ", 3.9", WIGAN + ", App. 1"),
    _page("core-assessment", "The core assessment", FRAMEWORK + ", 3.11", WORKING_TOGETHER),
    _page("single-assessment", "The single assessment", WORKING_TOGETHER + ", ch. 3"),
    _page(
        "seeing-the-child",
        "Seeing the child",
        "Children Act 1989, sections 17(4A) and 47(5A)",
        WIGAN + ", App. 1",
    ),
    _page(
        "analysis",
        "Writing the analysis",
        FRAMEWORK + ", ch. 4",
        "Council report (Haringey, 17 November 2009): analysis and not tick-boxes",
    ),
    _page(
        "childs-own-words",
        "The child's own words",
        "Children Act 1989, sections 17(4A) and 47(5A)",
        WIGAN + ", App. 2",
    ),
    _page(
        "asking-agencies",
        "Asking other agencies",
        WORKING_TOGETHER,
        "Information sharing: advice for practitioners (2024)",
        WIGAN + ", App. 1",
    ),
    _page("sibling-groups", "Brothers and sisters", FRAMEWORK + ", ch. 3", WIGAN + ", App. 1"),
    _page(
        "lateness",
        "When something is late",
        WORKING_TOGETHER,
        "Council report (Haringey, 17 November 2009): quality as well as timeliness",
    ),
    _page(
        "conference",
        "The child protection conference",
        WORKING_TOGETHER,
        WIGAN + ", App. 1",
        "Local safeguarding procedures (Swindon, Sussex) for quoracy and the family's copy of the report",
    ),
    _page(
        "strategy-discussion",
        "The strategy discussion",
        CHILDREN_ACT,
        WORKING_TOGETHER,
        WIGAN + ", App. 1",
    ),
    _page(
        "protection-plan",
        "The child protection plan",
        WORKING_TOGETHER,
        WIGAN + ", 3.7, App. 1 and 2",
    ),
    _page(
        "core-group",
        "The core group",
        WORKING_TOGETHER,
        "Local safeguarding procedures (such as Medway and Bexley)",
        WIGAN + ", App. 1",
    ),
    _page(
        "child-in-need-plan",
        "The child in need plan",
        "Children Act 1989, section 17",
        "Children in need census: the two kinds of plan never overlap",
    ),
    _page(
        "unborn-children",
        "A child who is to be born",
        WORKING_TOGETHER,
        "Local procedure (Liverpool) for reviews after a birth",
        WIGAN + ", App. 2",
    ),
    _page(
        "section-47", "The Section 47 enquiry", CHILDREN_ACT, WORKING_TOGETHER, WIGAN + ", App. 1"
    ),
    _page(
        "emergency-action",
        "Emergency action",
        "Children Act 1989, sections 44 to 46",
        WIGAN + ", App. 1",
    ),
)

GUIDANCE: dict[str, Guidance] = {page.slug: page for page in PAGES}
