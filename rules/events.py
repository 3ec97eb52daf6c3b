"""The story of a case: every event there is, and the sentence that tells it.

`{by}` is who did it; other names come from the event's own data, and one that is missing is left
out. `significant` events make the chronology.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    key: str
    sentence: str
    significant: bool = False


_ASSESSMENTS = (
    ("initial-assessment", "the initial assessment"),
    ("core-assessment", "the core assessment"),
    ("single-assessment", "the single assessment"),
)

EVENTS: dict[str, Event] = {
    row.key: row
    for row in (
        Event(
            "contact.record",
            "{by} recorded a contact from {source}, and it went to be decided",
            True,
        ),
        Event(
            "contact.pass-on", "{by} recorded a contact from {source} and sent it to {owner}", True
        ),
        Event("contact.recognise", "{by} took the contact to the record it is about", True),
        Event("contact.send-on", "{by} sent the contact to {owner}: the child is open", True),
        Event("contact.screen-out", "{by} closed the contact with advice", True),
        Event("contact.accept", "{by} took the contact to decide"),
        Event("contact.hand-back", "{by} put the contact back in the queue"),
        Event("contact.enquire", "{by} asked for further enquiries: {task}"),
        Event("contact.advise", "{by} decided on advice", True),
        Event("contact.redirect", "{by} redirected the contact to {agency}", True),
        Event("contact.early-help", "{by} passed the contact to early help", True),
        Event("contact.refer", "{by} accepted the contact as a referral", True),
        Event("contact.note", "{by} noted the new information; the plan stands", True),
        Event(
            "contact.reassess",
            "{by} decided that the new information calls for a new assessment",
            True,
        ),
        Event(
            "contact.seek-strategy",
            "{by} asked for a strategy discussion on the new information",
            True,
        ),
        Event("case.refer", "{by} made the referral, to {team}", True),
        Event("case.allocate", "{by} allocated the child to {worker}", True),
        Event("case.reallocate", "{by} changed the lead worker from {before} to {worker}", True),
        Event("case.wait", "{by} put the case back to wait for a worker", True),
        Event("case.review-waiting", "{by} reviewed the wait for a worker: priority {priority}"),
        Event("case.close", "{by} closed the case: {reason}", True),
        Event("case.allocation-ended", "{worker} is no longer {role} worker"),
        Event("case.allocation-added", "{by} named {worker} as {role} worker"),
        Event("restriction.restrict", "{by} restricted the record: {category}", True),
        Event("restriction.review", "{by} reviewed the restriction: it stays", True),
        Event("restriction.lift", "{by} lifted the restriction", True),
        Event("restriction.list", "{by} put {reader} onto the access list"),
        Event("restriction.unlist", "{by} took {reader} off the access list"),
        Event("glass.break", "{by} opened the record, which was closed to them: {reason}"),
        Event("glass.review", "{by} reviewed why {reader} opened the record: {outcome}"),
        Event("task.set", "{by} set a task for {owner}: {task}"),
        Event("task.complete", "{by} did the task: {task}"),
        Event("task.settle", "{by} did the task by recording it: {task}"),
        Event("task.hand-over", "{by} gave the task to {owner}: {task}"),
        Event("task.cancel", "{by} cancelled the task: {task}"),
        Event("visit.record", "{by} saw the child", True),
        Event("visit.statutory", "{by} made the visit that the protection plan asks for", True),
        Event("visit.unanswered", "{by} went to see the child, and nobody answered"),
        Event(
            "visit.escalate",
            "{n} visits in a row were not answered: the team's managers were told",
            True,
        ),
        Event("visit.missed", "{by} went to see the child, who was not seen"),
        Event(
            "protection-plan.begin",
            "{by} recorded that a child protection plan began: {category}",
            True,
        ),
        Event(
            "protection-plan.review",
            "{by} recorded that a review conference kept the plan in force",
            True,
        ),
        Event(
            "protection-plan.discontinue",
            "{by} recorded that a review conference ended the plan",
            True,
        ),
        Event("protection-plan.end", "{by} ended the child protection plan: {reason}", True),
        Event(
            "protection-plan.recategorise",
            "{by} changed the category of the plan: from {before} to {category}",
            True,
        ),
        Event("protection-plan.revise", "{by} changed the child protection plan: {what}"),
        Event(
            "protection-plan.count-from-birth",
            "{by} recorded that the child was born: the review of the plan counts from the birth",
        ),
        Event("core-group.hold", "{by} recorded a core group", True),
        Event("in-need-plan.begin", "{by} began a child in need plan", True),
        Event("in-need-plan.review", "{by} reviewed the child in need plan", True),
        Event("in-need-plan.revise", "{by} changed the child in need plan: {what}"),
        Event("in-need-plan.end", "{by} ended the child in need plan: {reason}", True),
        Event("birth.expect", "{by} began to plan for a birth expected on {expected}"),
        Event("birth.record", "{by} recorded the birth", True),
        Event("conference.arrange", "{by} arranged a conference: {kind}, {day}", True),
        Event("conference.rearrange", "{by} changed the arrangements of the conference: {what}"),
        Event("conference.adjourn", "{by} adjourned the conference: {day}", True),
        Event("conference.cancel", "{by} cancelled the conference: {day}", True),
        Event("conference.send", "{by} sent letters of the conference: {what}"),
        Event("conference.withhold", "{by} decided that a letter is not sent: {what}"),
        Event("conference.need-letter", "{by} decided that a letter is sent after all: {what}"),
        Event("conference.attend", "{by} recorded who is at the conference"),
        Event("conference.share-report", "The family was given the social worker's report", True),
        Event("conference.hold", "The conference was held: {decision}", True),
        Event("conference.correct", "{by} corrected what the conference decided: {decision}", True),
        Event("conference.circulate", "{by} circulated the minutes of the conference"),
        Event("conference.agree", "{by} agreed the minutes of the conference", True),
        Event(
            "conference.discuss",
            "{by} recorded the discussion of a recommendation: {outcome}",
            True,
        ),
        Event(
            "transfer-in.notify",
            "{by} recorded that another council told us in writing of the move: {council}",
            True,
        ),
        Event("transfer-in.confer", "The transfer-in conference was held"),
        Event("transfer-in.withdraw", "{by} withdrew the transfer in", True),
        Event(
            "domestic-abuse.assess",
            "{by} recorded a risk assessment of domestic abuse: {level}",
            True,
        ),
        Event("chronology.entry", "{by} added to the chronology", True),
        Event("chronology.correct", "{by} corrected an entry of the chronology"),
        Event("document.file", "{by} filed a document: {kind}", True),
        Event("document.correct", "{by} filed a corrected version of a document: {kind}"),
        Event("document.withdraw", "{by} withdrew a document: {kind}"),
        Event(
            "family.adult-service",
            "{by} recorded the service for a parent: {need}, {standing}",
        ),
        Event("family.relate", "{by} recorded a relative of the child: {kind}"),
        Event("family.end", "{by} recorded that a relationship ended: {kind}"),
        Event("family.professional", "{by} recorded a professional around the child: {role}"),
        Event(
            "family.professional-end",
            "{by} recorded that a professional is no longer involved: {role}",
        ),
        Event("family.change", "{by} changed what is recorded of a relative: {kind}"),
        Event("person.address-add", "{by} recorded where the person lives: {what}"),
        Event("person.address-change", "{by} changed an address of the person: {what}"),
        Event("person.correct", "{by} corrected the person's details: {what}"),
        Event("strategy.hold", "{by} recorded a strategy discussion: {decision}", True),
        Event("section-47.begin", "{by} began a Section 47 enquiry, led by {owner}", True),
        Event("section-47.send", "{by} sent the Section 47 enquiry to {to} to be authorised"),
        Event("section-47.take-back", "{by} took the Section 47 enquiry back"),
        Event("section-47.return", "{by} returned the Section 47 enquiry with comments"),
        Event("section-47.authorise", "{by} authorised the Section 47 enquiry: {outcome}", True),
        Event("section-47.no-conference", "{by} recorded that no initial conference is needed"),
        Event("section-47.confer", "{by} recorded that the initial conference was held", True),
        Event("section-47.stand-down", "{by} recorded that no conference is held after all", True),
        Event("section-47.hand-over", "{by} gave the Section 47 enquiry to {owner}"),
        Event("section-47.withdraw", "{by} withdrew the Section 47 enquiry", True),
        Event("medical.ask", "{by} asked for a medical: {what}"),
        Event("medical.attend", "{by} recorded a medical: {what}", True),
        Event("medical.drop", "{by} recorded that a medical will not be held: {what}"),
        Event("police-protection.begin", "{by} recorded police protection", True),
        Event("police-protection.end", "{by} recorded that police protection ended: {how}", True),
        Event("epo.begin", "{by} recorded an emergency protection order", True),
        Event("epo.extend", "{by} recorded that the emergency protection order was extended", True),
        Event("epo.end", "{by} recorded that the emergency protection order ended: {how}", True),
        *(
            Event(f"{thing}.{verb}", sentence.replace("{it}", name), significant)
            for thing, name in _ASSESSMENTS
            for verb, sentence, significant in (
                ("call-for", "{by} called for {it}", True),
                ("start", "{by} started {it}", False),
                ("send", "{by} sent {it} to {to} to be authorised", False),
                ("take-back", "{by} took {it} back", False),
                ("return", "{by} returned {it} with comments", False),
                ("authorise", "{by} authorised {it}: {outcome}", True),
                ("withdraw", "{by} withdrew {it}", True),
            )
        ),
    )
}


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(key: str, by: str, data: Mapping[str, object]) -> str:
    """The event in words; an event that is no longer in the table is told by its key."""
    row = EVENTS.get(key)
    if row is None:
        return f"{by}: {key}"
    return row.sentence.format_map(_Blank({"by": by, **{k: str(v) for k, v in data.items()}}))
