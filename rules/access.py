"""Who may see what. To let a role see more or less, change a row here.

Reach is counted from the person who looks: their own children, their team's, the teams under
theirs, or all. What lies outside a person's reach does not exist for them.
"""

from dataclasses import dataclass

from rules.words import Words


class Role(Words):
    DUTY_OFFICER = "duty-officer", "Children's duty officer"
    SENIOR_PRACTITIONER = "senior-practitioner", "Senior practitioner"
    SOCIAL_WORKER = "social-worker", "Social worker"
    SUPPORT_WORKER = "support-worker", "Support worker"
    TEAM_MANAGER = "team-manager", "Team manager"
    GROUP_MANAGER = "group-manager", "Group manager"
    HEAD_OF_SERVICE = "head-of-service", "Head of Service"
    SOLICITOR = "solicitor", "Solicitor"
    REVIEWING_OFFICER = "reviewing-officer", "Independent reviewing officer"
    CONFERENCE_ADMINISTRATOR = "conference-administrator", "Conference administrator"
    OUT_OF_HOURS = "out-of-hours", "Out-of-hours worker"
    PARTNER = "partner", "Partner agency"
    PERFORMANCE_OFFICER = "performance-officer", "Performance officer"
    DATA_PROTECTION_OFFICER = "data-protection-officer", "Data-protection officer"
    ELECTED_MEMBER = "elected-member", "Elected member"
    SYSTEM_ADMINISTRATOR = "system-administrator", "System administrator"


class Reach(Words):
    NONE = "none", "Nothing"
    OWN = "own", "Their own, and those they cover"
    TEAM = "team", "Their team's"
    AREA = "area", "Their own team's and the teams under it"
    CONFERENCES = "conferences", "Those of the conferences they chair or arrange"
    ALL = "all", "All"
    TONIGHT = "tonight", "All, to act for any child out of hours"
    SAMPLED = "sampled", "A sample drawn for an audit, while it lasts"
    AGGREGATES = "aggregates", "Counts, never a record"
    SUBMITTED = "submitted", "What their own agency sent us"


REACHES: dict[Reach, str] = {
    Reach.NONE: "no record at all.",
    Reach.OWN: "children they are allocated to, as lead, second worker or cover, and those of a "
    "colleague they cover today.",
    Reach.TEAM: "these, and every child of their own team.",
    Reach.AREA: "these, and every child of the teams under their area.",
    Reach.ALL: "every child.",
    Reach.TONIGHT: "every child, because at night nobody else is there to ask; what is restricted "
    "only by breaking the glass.",
    Reach.SAMPLED: "files drawn by chance for an audit, from when they are drawn to when the audit is "
    "done. Nobody has this reach yet.",
    Reach.CONFERENCES: "the children of the conferences they chair or arrange, from when these are arranged "
    "and unless they are cancelled, with those of a colleague they cover today.",
    Reach.AGGREGATES: "numbers in which no child can be recognised; no file.",
    Reach.SUBMITTED: "what somebody of the same agency sent in, and what was answered.",
}
"""What each reach means, in words."""

EVERYTHING = (Reach.ALL, Reach.TONIGHT)
"""Reaches that leave no record out; what is restricted is a rule of its own (`rules.reading`)."""
NO_RECORD = (Reach.NONE, Reach.SAMPLED, Reach.AGGREGATES, Reach.SUBMITTED)
"""Reaches that open no record by themselves: nobody draws samples yet, and there is no portal."""


@dataclass(frozen=True)
class Access:
    """What one role reaches.

    `cases` and `contacts` are about records; `people` about names found by search (`ALL` for
    the front door, which has to know whether a child is known; otherwise the people of the
    cases in reach).
    """

    role: Role
    cases: Reach
    contacts: Reach
    people: Reach
    home: str
    """The URL name of the first page."""
    why: str


ROLES: dict[Role, Access] = {
    row.role: row
    for row in (
        Access(
            Role.DUTY_OFFICER,
            Reach.NONE,
            Reach.TEAM,
            Reach.ALL,
            "duty-desk",
            "Records contacts and has to tell whether a child is known, and to whom; reads no case.",
        ),
        Access(
            Role.SENIOR_PRACTITIONER,
            Reach.AREA,
            Reach.AREA,
            Reach.ALL,
            "decision-queue",
            "Decides contacts, and needs what is already known of the child to decide well.",
        ),
        Access(
            Role.SOCIAL_WORKER,
            Reach.TEAM,
            Reach.OWN,
            Reach.TEAM,
            "my-work",
            "Works with their own children and answers for a colleague of the team who is out.",
        ),
        Access(
            Role.SUPPORT_WORKER,
            Reach.OWN,
            Reach.NONE,
            Reach.OWN,
            "my-work",
            "Works alongside a social worker on the cases they are named on.",
        ),
        Access(
            Role.TEAM_MANAGER,
            Reach.TEAM,
            Reach.TEAM,
            Reach.ALL,
            "my-team",
            "Allocates, authorises and supervises the team's cases.",
        ),
        Access(
            Role.GROUP_MANAGER,
            Reach.AREA,
            Reach.AREA,
            Reach.ALL,
            "my-team",
            "Answers for several teams.",
        ),
        Access(
            Role.HEAD_OF_SERVICE,
            Reach.ALL,
            Reach.ALL,
            Reach.ALL,
            "service",
            "Answers for every child.",
        ),
        Access(
            Role.SOLICITOR,
            Reach.NONE,
            Reach.NONE,
            Reach.NONE,
            "welcome",
            "Will see what comes to the panel; nothing before it does.",
        ),
        Access(
            Role.REVIEWING_OFFICER,
            Reach.CONFERENCES,
            Reach.NONE,
            Reach.CONFERENCES,
            "conferences",
            "Chairs conferences, and reads the record of the children they are about; no other.",
        ),
        Access(
            Role.CONFERENCE_ADMINISTRATOR,
            Reach.CONFERENCES,
            Reach.NONE,
            Reach.CONFERENCES,
            "conferences",
            "Arranges conferences, and reads the record of the children they are about; no other.",
        ),
        Access(
            Role.OUT_OF_HOURS,
            Reach.TONIGHT,
            Reach.TONIGHT,
            Reach.ALL,
            "duty-desk",
            "Is alone at night and must be able to act for any child.",
        ),
        Access(
            Role.PARTNER,
            Reach.NONE,
            Reach.SUBMITTED,
            Reach.NONE,
            "welcome",
            "Sees only what their own agency has told us.",
        ),
        Access(
            Role.PERFORMANCE_OFFICER,
            Reach.AGGREGATES,
            Reach.AGGREGATES,
            Reach.NONE,
            "welcome",
            "Counts; does not read records.",
        ),
        Access(
            Role.DATA_PROTECTION_OFFICER,
            Reach.NONE,
            Reach.NONE,
            Reach.NONE,
            "access-log",
            "Sees who looked at what and why, not what they read.",
        ),
        Access(
            Role.ELECTED_MEMBER,
            Reach.AGGREGATES,
            Reach.AGGREGATES,
            Reach.NONE,
            "welcome",
            "Sees counts, never children.",
        ),
        Access(
            Role.SYSTEM_ADMINISTRATOR,
            Reach.NONE,
            Reach.NONE,
            Reach.NONE,
            "watch",
            "Runs the service and its calendar; reads no record.",
        ),
    )
}

MANAGERS = (Role.TEAM_MANAGER, Role.GROUP_MANAGER, Role.HEAD_OF_SERVICE)
DECIDERS = (Role.SENIOR_PRACTITIONER, *MANAGERS, Role.OUT_OF_HOURS)
"""Who may decide a contact: a qualified social worker with that duty, never a duty officer."""
FRONT_DOOR = (Role.DUTY_OFFICER, *DECIDERS)
AT_CONFERENCE = (Role.REVIEWING_OFFICER, Role.CONFERENCE_ADMINISTRATOR)
"""Who chairs a conference, and who writes down what it decided."""


@dataclass(frozen=True)
class Ability:
    """Something a role may do that is not a step in a record's life."""

    key: str
    label: str
    by: tuple[Role, ...]


ABILITIES: dict[str, Ability] = {
    row.key: row
    for row in (
        Ability("record-contact", "Record a contact", FRONT_DOOR),
        Ability("decide-contact", "Open the decision queue", DECIDERS),
        Ability("allocate", "Open the allocation queue", MANAGERS),
        Ability("lead-team", "Open a team's page", MANAGERS),
        Ability(
            "see-service",
            "See whether any child of the service is unsafe",
            (Role.GROUP_MANAGER, Role.HEAD_OF_SERVICE),
        ),
        Ability(
            "carry-cases",
            "Be allocated to a child",
            (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, Role.SUPPORT_WORKER),
        ),
        Ability(
            "write-assessment",
            "Write an assessment",
            (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER),
        ),
        Ability(
            "edit-guidance", "Change the council's guidance", (Role.SYSTEM_ADMINISTRATOR, *MANAGERS)
        ),
        Ability(
            "write-record",
            "Write on the record of a child they may see: a visit, a task, the family, the chronology",
            (
                Role.SOCIAL_WORKER,
                Role.SENIOR_PRACTITIONER,
                Role.SUPPORT_WORKER,
                *MANAGERS,
                Role.OUT_OF_HOURS,
            ),
        ),
        Ability(
            "file-document",
            "File a document on the record of a child they may see",
            (
                Role.SOCIAL_WORKER,
                Role.SENIOR_PRACTITIONER,
                Role.SUPPORT_WORKER,
                *MANAGERS,
                Role.OUT_OF_HOURS,
                Role.REVIEWING_OFFICER,
                Role.CONFERENCE_ADMINISTRATOR,
            ),
        ),
        Ability(
            "keep-accounts",
            "Give, change and end the accounts of those who sign in",
            (Role.SYSTEM_ADMINISTRATOR,),
        ),
        Ability("arrange-conference", "Arrange conferences, and see their page", AT_CONFERENCE),
        Ability("chair-conference", "Chair a conference", (Role.REVIEWING_OFFICER,)),
        Ability(
            "share-conference-report",
            "Record that the family has the social worker's report",
            (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS, *AT_CONFERENCE),
        ),
        Ability(
            "see-conference-views",
            "See whose views a conference heard",
            (*MANAGERS, *AT_CONFERENCE),
        ),
        Ability(
            "link-agencies",
            "Say which team the children go to whom an agency tells us of",
            (Role.SYSTEM_ADMINISTRATOR, *MANAGERS),
        ),
        Ability(
            "act-on-views",
            "Record what children say at conferences as themes, and what is done about each",
            (*MANAGERS, Role.REVIEWING_OFFICER),
        ),
        Ability("keep-calendar", "Add a bank holiday", (Role.SYSTEM_ADMINISTRATOR,)),
        Ability(
            "bring-in-rule-set", "Bring in a rule set from a date", (Role.SYSTEM_ADMINISTRATOR,)
        ),
        Ability(
            "watch",
            "See the sweep, incidents and undelivered e-mail",
            (Role.SYSTEM_ADMINISTRATOR, Role.HEAD_OF_SERVICE),
        ),
        Ability(
            "dispose-records",
            "Review records that are due, hold them, and dispose of them with another person",
            (Role.DATA_PROTECTION_OFFICER, Role.HEAD_OF_SERVICE),
        ),
        Ability("read-access-log", "See who looked at what", (Role.DATA_PROTECTION_OFFICER,)),
        Ability(
            "restrict-record",
            "Restrict a record in reach, keep its access list, review it and lift it",
            MANAGERS,
        ),
        Ability(
            "break-glass",
            "Open a record that is closed to them, for an hour, with a reason",
            (Role.SOCIAL_WORKER, *DECIDERS),
        ),
        Ability(
            "review-glass",
            "Review why somebody opened a closed record",
            (*MANAGERS, Role.DATA_PROTECTION_OFFICER),
        ),
        Ability(
            "declare-family-of-others",
            "Record that a person is family of, or close to, a member of staff",
            (*MANAGERS, Role.DATA_PROTECTION_OFFICER),
        ),
        Ability(
            "search-people",
            "Search for a person",
            (Role.SOCIAL_WORKER, Role.SUPPORT_WORKER, *FRONT_DOOR),
        ),
        Ability(
            "see-watch-banner",
            "Be told when the sweep is behind",
            (*MANAGERS, Role.SYSTEM_ADMINISTRATOR),
        ),
    )
}


def may(role: str, ability: str) -> bool:
    """Whether a role has an ability; a misspelt ability is a KeyError, a role with no row has none."""
    return role in ABILITIES[ability].by
