"""Joiners, movers and leavers: what the system administrator does with accounts. Each act is locked
on the person, says why, and is written into the row history and the account's own story."""

import re
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import lock_out, presence, tasks
from accounts.claims import connect
from accounts.models import Post, Team, User
from accounts.models.presence import note
from accounts.passwords import link_for
from accounts.single_sign_on import PROVIDER
from audit import story
from cases.held import Held, held_by, in_words
from rules.access import MANAGERS, ROLES, Reach, Role, may
from workflow.engine import Refused

DETAILS = {
    "name": "name",
    "email": "e-mail",
    "telephone": "telephone",
    "registration": "registration",
    "newly_qualified": "newly qualified",
    "fte": "hours",
}
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


@transaction.atomic
def join(
    *, by: User, username: str, role: str, team: Team | None, why: str, at: datetime | None = None,
    **details: Any,
) -> User:  # fmt: skip
    """Give somebody an account. They choose their own password, by a link."""
    at = at or timezone.now()
    username = User.normalize_username(username)
    reasons = _objections(by, why) + _place_is_wrong(role, team)
    if not USERNAME.fullmatch(username):
        reasons.append(
            "A user name is made of small letters, digits, dots and dashes, two characters or more."
        )
    if User.objects.filter(username=username).exists():
        reasons.append(f"There is an account with the user name “{username}” already.")
    _refuse(reasons)
    user = User(username=username, role=role, team=team, **details)
    user.set_unusable_password()
    _save(user, by, why)
    _fill_post(user, by, why, at)
    note(user, "join", by=by, why=why, at=at, **_place_words(user))
    return user


@transaction.atomic
def change_details(user: User, *, by: User, why: str, **details: Any) -> list[str]:
    """Name, address, registration and hours; which of them changed, in words."""
    user = _locked(user)
    _refuse(_objections(by, why))
    changed = [name for name in DETAILS if name in details and getattr(user, name) != details[name]]
    if not changed:
        return []
    for name in changed:
        setattr(user, name, details[name])
    _save(user, by, why, changed)
    words = [DETAILS[name] for name in changed]
    note(user, "change", by=by, why=why, what=", ".join(words))
    return words


@transaction.atomic
def move(
    user: User, *, by: User, role: str, team: Team | None, why: str, at: datetime | None = None
) -> None:
    """Another role or team. What they hold is handed over before they go to another team, or to a
    role that carries no cases."""
    at = at or timezone.now()
    user = _locked(user)
    reasons = _objections(by, why, user) + _place_is_wrong(role, team)
    if not user.is_active:
        reasons.append(f"{user}'s account has ended.")
    if (user.role, user.team) == (role, team):
        reasons.append(f"{user} has this role in this team already.")
    if SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
        reasons.append(
            f"{user} comes by single sign-on: role and team follow the council's groups. Have the "
            "group changed there."
        )
    if not reasons and must_hand_over(user, role, team):
        reasons += _still_holds(user)
    _refuse(reasons)
    before = place_of(user)
    user.role, user.team = role, team
    _save(user, by, why, ["role", "team"])
    _vacate_posts(user, by, why)
    _fill_post(user, by, why, at)
    note(user, "move", by=by, why=why, at=at, before=before, after=place_of(user))


@transaction.atomic
def leave(user: User, *, by: User, why: str, at: datetime | None = None) -> None:
    """End an account: at once and everywhere. Refused while anything is left to hand over."""
    at = at or timezone.now()
    user = _locked(user)
    reasons = _objections(by, why, user)
    if not user.is_active:
        reasons.append(f"{user}'s account has ended already.")
    _refuse(reasons + _still_holds(user))
    user.is_active = False
    _save(user, by, why, ["is_active"])
    _vacate_posts(user, by, why)
    Authenticator.objects.filter(user=user).delete()
    presence.end_sessions(user)
    note(user, "leave", by=by, why=why, at=at)


@transaction.atomic
def come_back(
    user: User, *, by: User, role: str, team: Team | None, why: str, at: datetime | None = None
) -> None:
    """Open an account that had ended. The old password is gone."""
    at = at or timezone.now()
    user = _locked(user)
    reasons = _objections(by, why) + _place_is_wrong(role, team)
    if user.is_active:
        reasons.append(f"{user}'s account is open.")
    _refuse(reasons)
    user.is_active, user.role, user.team = True, role, team
    user.set_unusable_password()
    _save(user, by, why, ["is_active", "role", "team", "password"])
    _fill_post(user, by, why, at)
    note(user, "return", by=by, why=why, at=at, **_place_words(user))


@transaction.atomic
def give_link(user: User, *, by: User) -> str:
    """A link to choose a password: e-mailed where that is possible, and otherwise given back, to be
    handed to the person."""
    user = _locked(user)
    reasons = _objections(by)
    if not user.is_active:
        reasons.append(f"{user}'s account has ended.")
    if SocialAccount.objects.filter(user=user).exists():
        reasons.append(f"{user} comes by single sign-on and has no password here.")
    _refuse(reasons)
    note(user, "link", by=by)
    if settings.EMAIL_WANTED and user.email:
        tasks.send_link.delay_on_commit(user.pk)
        return ""
    return link_for(user)


@transaction.atomic
def unlock(user: User, *, by: User, why: str) -> None:
    """Forget the wrong passwords, so that they may try again at once."""
    _refuse(_objections(by, why))
    lock_out.unlock(user)
    note(user, "unlock", by=by, why=why)


@transaction.atomic
def reset_factors(user: User, *, by: User, why: str) -> None:
    """Take away the second factors of somebody who has lost them. They set up new ones when they
    sign in next; their sessions end now."""
    user = _locked(user)
    reasons = _objections(by, why, user)
    if not Authenticator.objects.filter(user=user).exists():
        reasons.append(f"{user} has no second factor.")
    _refuse(reasons)
    Authenticator.objects.filter(user=user).delete()
    presence.end_sessions(user)
    event = note(user, "factors-reset", by=by, why=why)
    story.tell(
        user,
        key=f"account:{event.pk}",
        url=reverse("account"),
        text="Your second factors were taken away by a system administrator.",
    )


@transaction.atomic
def join_to_single_sign_on(user: User, *, by: User, uid: str, why: str) -> None:
    """From now on whoever the provider knows by this id is this person. Their password is gone."""
    user = _locked(user)
    uid = uid.strip()
    reasons = _objections(by, why)
    if not uid or len(uid) > 191:
        reasons.append("Give the id that the provider has for them.")
    if SocialAccount.objects.filter(provider=PROVIDER, uid=uid).exists():
        reasons.append("Another account is joined to this id already.")
    if SocialAccount.objects.filter(provider=PROVIDER, user=user).exists():
        reasons.append(f"{user} is joined to the single sign-on already.")
    _refuse(reasons)
    connect(user, uid)
    user.set_unusable_password()
    _save(user, by, why, ["password"])
    Authenticator.objects.filter(user=user).delete()
    presence.end_sessions(user)
    note(user, "connect", by=by, why=why)


@transaction.atomic
def ask_to_hand_over(user: User, *, by: User, at: datetime | None = None) -> list[User]:
    """Tell the managers of the teams concerned that somebody is going, with the list of what they
    still hold; whom it told."""
    at = at or timezone.now()
    _refuse(_objections(by))
    managers = _managers_concerned(held_by(user), user.team_id)
    for manager in managers:
        story.tell(
            manager,
            key=f"hand-over:{user.pk}:{timezone.localdate(at)}",
            at=at,
            url=reverse("staff-holds", kwargs={"pk": user.pk}),
            text=f"{user.name} is leaving or moving: hand over what they still hold",
        )
    return managers


def tell_of_mover(user: User, *, role: str, team: Team | None, key: str) -> None:
    """Somebody was moved from this role and team by the council's groups, which asks nobody here:
    the managers of all that they still hold are told what it is."""
    carried = may(role, "carry-cases") or may(role, "lead-team")
    if user.team == team and (not carried or _same_work(role, user.role)):
        return
    held = held_by(user)
    if not held:
        return
    for manager in _managers_concerned(held, team.pk if team else None):
        story.tell(
            manager,
            key=key,
            url=reverse("staff-holds", kwargs={"pk": user.pk}),
            text=f"{user.name} was moved by the council's groups and still holds work to hand over. "
            f"{'; '.join(in_words(held))}",
        )


def _managers_concerned(held: list[Held], team: int | None) -> list[User]:
    """Whoever manages the teams of the children concerned, and the person's own; where nobody does,
    the Head of Service."""
    teams = {each.case.team_id for each in held if each.case} | {team} - {None}
    managers = list(User.objects.filter(team__in=teams, role__in=MANAGERS, is_active=True))
    return managers or list(User.objects.filter(role=Role.HEAD_OF_SERVICE, is_active=True))


def must_hand_over(user: User, role: str, team: Team | None) -> bool:
    """Whether a move takes somebody away from what they hold."""
    carried = may(user.role, "carry-cases") or may(user.role, "lead-team")
    return user.team != team or (carried and not _same_work(user.role, role))


def place_of(user: User) -> str:
    return f"{Role.label_of(user.role).lower()}, {user.team or 'no team'}"


def needs_team(role: str) -> bool:
    """Whether the reach of a role is counted from a team."""
    reach = ROLES[Role(role)]
    counted = {Reach.OWN, Reach.TEAM, Reach.AREA}
    return reach.cases in counted or reach.contacts in counted


def _same_work(before: str, after: str) -> bool:
    return all(may(before, key) == may(after, key) for key in ("carry-cases", "lead-team"))


def _place_is_wrong(role: str, team: Team | None) -> list[str]:
    if role not in Role.values():
        return ["Choose a role."]
    if needs_team(role) and team is None:
        return [f"{_a(Role.label_of(role).lower())} belongs to a team: choose one."]
    return []


def _a(noun: str) -> str:
    return f"An {noun}" if noun[0] in "aeiou" else f"A {noun}"


def _still_holds(user: User) -> list[str]:
    held = held_by(user)
    if not held:
        return []
    return [f"{user} still holds work that has to be handed over first.", *in_words(held)]


def _objections(by: User, why: str | None = None, user: User | None = None) -> list[str]:
    reasons = []
    if not may(by.role, "keep-accounts"):
        reasons.append("Only a system administrator may do this.")
    if user is not None and user.pk == by.pk:
        reasons.append("Nobody does this to their own account: ask another system administrator.")
    if why is not None and not why.strip():
        reasons.append("Say why.")
    return reasons


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise Refused(reasons)


def _locked(user: User) -> User:
    """The person, locked against whoever gives them work at the same moment."""
    return User.objects.select_for_update(of=("self",)).select_related("team").get(pk=user.pk)


def _save(user: User, by: User, why: str, names: list[str] | None = None) -> None:
    user._history_user, user._change_reason = by, why.strip()
    if names is None:
        user.save(force_insert=True)
    else:
        user.save(update_fields=names)


def _place_words(user: User) -> dict[str, str]:
    return {"role": Role.label_of(user.role).lower(), "team": str(user.team or "no team")}


def _vacate_posts(user: User, by: User, why: str) -> None:
    for post in user.posts.all():
        post.holder = None
        post.sign(by, why)
        post.save(update_fields=["holder"])


def _fill_post(user: User, by: User, why: str, at: datetime) -> None:
    """A vacant place of the team where there is one; else a new one."""
    if user.team is None:
        return
    post = Post.objects.filter(team=user.team, role=user.role, holder=None, until=None).first()
    if post is None:
        label, day = Role.label_of(user.role), timezone.localdate(at)
        post = Post(team=user.team, title=label, role=user.role, fte=user.fte, since=day)
    post.holder = user
    post.sign(by, why)
    post.save()
