"""Who comes by single sign-on: the account is made, or renewed, from what the provider says at
each sign-in. Somebody is known by the provider's own id for them, never by e-mail or user name."""

import re
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Team, User
from accounts.models.presence import note
from accounts.single_sign_on import Group
from rules.access import Role


class NotWelcome(Exception):
    """Why somebody whom the provider knows may not come in, in a sentence for them."""


def welcome(account: SocialAccount, *, address: str | None = None) -> User:
    """The user behind a sign-in at the provider. Raises NotWelcome, and writes down why."""
    said = account.extra_data.get("id_token") or {}
    known = User.objects.filter(
        socialaccount__provider=account.provider, socialaccount__uid=account.uid
    )
    user = known.first()
    try:
        if user is not None and not user.is_active:
            raise NotWelcome("Your account here has ended. Ask your system administrator.")
        group = _group_of(said)
        team = _team_of(group)
        with transaction.atomic():
            if user is None:
                return _make(account, said, group, team)
            return _renew(
                User.objects.select_for_update(no_key=True).get(pk=user.pk), said, group, team
            )
    except NotWelcome as reason:
        note(
            user,
            "refuse",
            address=address,
            reason=str(reason),
            username=_username(said) or "somebody",
            subject=account.uid,
        )
        raise


def _group_of(said: dict[str, Any]) -> Group:
    council = settings.SINGLE_SIGN_ON
    assert council is not None
    found = said.get(council.groups_claim) or []
    theirs = {str(each) for each in (found if isinstance(found, list) else [found])}
    for group in council.groups:
        if group.name in theirs:
            return group
    raise NotWelcome(
        "The council knows you, but none of your groups there may use this service. Ask your "
        "manager to have you added to the group of your team."
    )


def _team_of(group: Group) -> Team | None:
    if not group.team:
        return None
    team = Team.objects.filter(name=group.team).first()
    if team is None:
        raise NotWelcome(
            f"Your group stands for the team “{group.team}”, which is not there yet. Tell your "
            "system administrator."
        )
    return team


def _make(account: SocialAccount, said: dict[str, Any], group: Group, team: Team | None) -> User:
    username = _username(said) or f"{account.provider}-{account.uid}"[:60]
    if User.objects.filter(username__iexact=username).exists():
        raise NotWelcome(
            f"There is an account with the user name “{username}” already. Ask your system "
            "administrator to join it to your council account."
        )
    user = User(username=username, role=group.role, team=team, **_facts(said, username))
    user.set_unusable_password()
    user._change_reason = "Single sign-on"
    user.save()
    connect(user, account.uid)
    note(user, "join", role=group.role.label.lower(), team=str(team or "no team"))
    return user


def connect(user: User, uid: str) -> SocialAccount:
    """From now on whoever the provider calls `uid` is this user."""
    from accounts.single_sign_on import PROVIDER

    return SocialAccount.objects.create(user=user, provider=PROVIDER, uid=uid)


def _renew(user: User, said: dict[str, Any], group: Group, team: Team | None) -> User:
    """Role and team follow the groups; the name and the address follow the provider."""
    before, old = _place(user), (user.role, user.team)
    facts = {"role": group.role, "team": team, **_facts(said, user.username)}
    changed = [name for name, value in facts.items() if getattr(user, name) != value]
    if not changed:
        return user
    for name in changed:
        setattr(user, name, facts[name])
    user._change_reason = "Single sign-on"
    user.save(update_fields=changed)
    if _place(user) != before:
        why = "The council's groups changed."
        event = note(user, "move", before=before, after=_place(user), why=why)
        tell_of_mover = import_string(settings.TELL_OF_MOVER)
        tell_of_mover(user, role=old[0], team=old[1], key=f"moved:{event.pk}")
    return user


def _place(user: User) -> str:
    return f"{Role(user.role).label.lower()}, {user.team or 'no team'}"


def _username(said: dict[str, Any]) -> str:
    return str(said.get("preferred_username") or "").strip().lower()[:60]


def _facts(said: dict[str, Any], username: str) -> dict[str, str]:
    name = str(said.get("name") or "").strip()[:120] or username
    email = str(said.get("email") or "").strip()[:254]
    return {"name": name, **({"email": email} if re.fullmatch(r"[^@\s]+@[^@\s]+", email) else {})}
