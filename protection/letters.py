"""The words of a conference's letters and of its minutes, set on paper."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from protection.actions.conferences import people_of
from protection.models import Conference, ConferenceChild, Invitee, Letter
from rules.codes import (
    AbuseCategory,
    ConferenceDecision,
    ConferenceKind,
    HeardHow,
    InviteeKind,
    LetterKind,
    MeetingMethod,
)
from rules.conferences import report_shared
from rules.workdays import in_full, listed
from ui.paper import Paper

PURPOSE = {
    ConferenceKind.INITIAL: "The conference brings the family together with those who work with the "
    "children. It looks at what is known, and decides whether a child protection plan is needed to "
    "keep each child safe.",
    ConferenceKind.PRE_BIRTH: "The conference brings the family together with those who work with "
    "them. It looks at what the baby will need to be safe, and decides whether a child protection "
    "plan is needed from birth.",
    ConferenceKind.TRANSFER_IN: "The children were on a child protection plan where they lived "
    "before. The conference decides whether they need one here.",
    ConferenceKind.REVIEW: "The conference looks at how the child protection plan has gone, and "
    "decides whether it is still needed.",
}
MEANING = {
    ConferenceDecision.PLAN: "A child protection plan begins today. It says what has to change, who "
    "does what, and how often the child is seen.",
    ConferenceDecision.NO_PLAN: "There is no child protection plan. The social worker will talk to "
    "you about any help that the family may want.",
    ConferenceDecision.CONTINUES: "The child protection plan goes on.",
    ConferenceDecision.ENDS: "The child protection plan ends today. The social worker will talk to "
    "you about the help that follows.",
}


def names_of(children: list[ConferenceChild]) -> str:
    return listed([child.case.person.name for child in children])


def subject_of(letter: Letter) -> str:
    return f"{letter.kind_label}: {letter.conference.kind_label.lower()} on {in_full(letter.conference.on)}"


def compose(letter: Letter, *, at: datetime) -> bytes:
    """The letter as it stands now."""
    conference, children = letter.conference, people_of(letter.conference)
    if letter.kind == LetterKind.MINUTES:
        return minutes(conference, at=at)
    paper = _begin(subject_of(letter), letter.to, at)
    paper.heading(_title(letter, children))
    _BODIES[LetterKind(letter.kind)](paper, letter, children)
    paper.say(
        f"Yours sincerely\n\n{conference.administrator}\n"
        f"for {conference.chair}, chair of the conference"
    )
    if _is_child_reader(letter.to):
        paper.say(
            "If anything in this letter is hard to read, ask your social worker or anybody you "
            "trust to go through it with you.",
            quiet=True,
        )
    return paper.content()


def _is_child_reader(to: Invitee) -> bool:
    return to.kind == InviteeKind.CHILD


def _begin(title: str, to: Invitee | None, at: datetime) -> Paper:
    paper = Paper(title, at=at, sender=settings.COUNCIL)
    paper.say(f"{settings.COUNCIL}\nChildren's services", quiet=True)
    paper.say("CONFIDENTIAL")
    if to is not None:
        paper.say(
            "\n".join(filter(None, (to.name, to.words if not to.is_family else "", to.address)))
        )
    paper.say(in_full(timezone.localtime(at).date()))
    return paper


def _title(letter: Letter, children: list[ConferenceChild]) -> str:
    return f"{letter.conference.kind_label} about {names_of(children)}"


def _when(conference: Conference) -> str:
    start = timezone.localtime(conference.planned_at)
    how = MeetingMethod.label_of(conference.method).lower()
    return (
        f"When: {in_full(start.date())}, {start:%H:%M}\nWhere: {conference.place}\n"
        f"How: {how}\nChair: {conference.chair}, who does not manage the social worker's team"
    )


def _invitation(paper: Paper, letter: Letter, children: list[ConferenceChild]) -> None:
    conference, to = letter.conference, letter.to
    paper.say(f"Dear {to.name}")
    paper.say(f"You are asked to a child protection conference about {names_of(children)}.")
    paper.say(_when(conference))
    paper.say(PURPOSE[ConferenceKind(conference.kind)])
    days = report_shared(conference.kind).working_days
    if to.is_family:
        paper.say(
            f"The social worker will show you their report at least {days} working days before, and "
            "go through it with you. You may bring somebody to support you, and you may say what you "
            "think in your own words: there, in a letter, or through somebody you trust."
        )
        paper.say(
            "Tell us if you need an interpreter, help to get there, or another time or place."
        )
    else:
        paper.say(
            "Please send your written report, share it with the family beforehand, and say whether "
            "you will come. If you cannot, send a colleague who knows the children and may speak for "
            "your agency."
        )


def _outcome(paper: Paper, letter: Letter, children: list[ConferenceChild]) -> None:
    conference, to = letter.conference, letter.to
    paper.say(f"Dear {to.name}")
    paper.say(f"This is what the conference on {in_full(conference.on)} decided.")
    for child in children:
        paper.section(child.case.person.name)
        paper.say(
            child.decision_label
            + (f", category: {child.category_label.lower()}." if child.category else ".")
        )
        paper.say(child.why_decided)
        paper.say(
            MEANING[ConferenceDecision(child.decision)].replace(
                "today", f"on {in_full(conference.on)}"
            )
        )
        if child.contingency:
            paper.say(f"If the plan does not work: {child.contingency}")
        if child.case.worker:
            telephone = f", {child.case.worker.telephone}" if child.case.worker.telephone else ""
            paper.say(f"Social worker: {child.case.worker}{telephone}")
    if conference.first_core_group_on:
        paper.say(
            "The core group, which carries the plan out, meets for the first time on "
            f"{in_full(conference.first_core_group_on)}."
        )
    if to.is_family:
        paper.say(
            "If you do not agree with what was decided, or with how the conference was held, tell the "
            f"chair, {conference.chair}. You may complain, and you will be told how."
        )


def _cancelled(paper: Paper, letter: Letter, children: list[ConferenceChild]) -> None:
    conference = letter.conference
    paper.say(f"Dear {letter.to.name}")
    paper.say(
        f"The conference about {names_of(children)} that was arranged for {in_full(conference.on)} "
        "will not be held. We will write again if another is arranged."
    )


_BODIES = {
    LetterKind.INVITATION: _invitation,
    LetterKind.OUTCOME: _outcome,
    LetterKind.CANCELLATION: _cancelled,
}


def minutes(conference: Conference, *, at: datetime) -> bytes:
    """The minutes: what was decided, who was there, what was said."""
    children = people_of(conference)
    title = f"Minutes: {conference.kind_label.lower()} on {in_full(conference.on)}"
    paper = _begin(title, None, at)
    paper.heading(f"Minutes of the {conference.kind_label.lower()} about {names_of(children)}")
    paper.say(
        f"Held on {in_full(conference.on)} at {conference.place}, "
        f"{MeetingMethod.label_of(conference.method).lower()}.\nChair: {conference.chair}. "
        f"Minutes: {conference.minutes_written_by or conference.administrator}."
    )
    paper.say(_standing(conference), quiet=True)
    people = conference.people()
    paper.section("Who was there")
    paper.grid(
        ("Name", "As what", "There"),
        [(i.name, i.words, _there(i)) for i in people],
        (36, 44, 40),
    )
    paper.say(
        "The conference was quorate."
        if conference.quorate
        else f"The conference was not quorate. It went on because: {conference.quorum_why}"
    )
    if conference.family_why_not:
        paper.say(f"Nobody of the family was there: {conference.family_why_not}")
    for child in children:
        _child(paper, child)
    paper.section("What was said")
    paper.say(conference.minutes or "Not written yet.")
    if conference.first_core_group_on:
        paper.say(f"First core group: {in_full(conference.first_core_group_on)}.")
    return paper.content()


def _standing(conference: Conference) -> str:
    if conference.minutes_agreed_at:
        day = in_full(timezone.localtime(conference.minutes_agreed_at).date())
        return f"Agreed by {conference.minutes_agreed_by} on {day}."
    return "Not agreed yet. Tell the administrator what is not right."


def _there(invitee: Invitee) -> str:
    if invitee.attended:
        return "Yes"
    return f"No. {invitee.why_absent}".strip()


def _child(paper: Paper, child: ConferenceChild) -> None:
    paper.section(child.case.person.name)
    category = AbuseCategory.label_of(child.category).lower() if child.category else ""
    paper.say(
        f"Decision: {child.decision_label}" + (f". Category: {category}." if category else ".")
    )
    paper.say(child.why_decided)
    if child.views:
        how = HeardHow.label_of(child.heard_how).lower()
        when = f" on {in_full(child.heard_on)}" if child.heard_on else ""
        paper.say(f"The child's own views ({how}{when}):\n{child.views}")
    else:
        paper.say(f"The child's own views are missing: {child.why_no_views}")
    if child.contingency:
        paper.say(f"If the plan does not work: {child.contingency}")
    dissents: Any = child.dissents.select_related("who")  # type: ignore[attr-defined]
    for dissent in dissents:
        paper.say(f"{dissent.who} ({dissent.who.words}) did not agree: {dissent.why}")
    wishes = [
        f"{wish.text} (by {in_full(wish.task.due_on)})"
        for wish in child.recommendations.select_related("task")
    ]  # type: ignore[attr-defined]
    if wishes:
        paper.say("Recommended to the social worker:")
        paper.points(wishes)
