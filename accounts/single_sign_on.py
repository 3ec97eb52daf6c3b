"""Single sign-on as the environment describes it: the provider, and which group means which role
and team. Read by settings, so there is no Django here."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from rules.access import Role

PROVIDER = "council"
"""The name of the one provider in addresses."""


@dataclass(frozen=True)
class Group:
    """Who is in `name` at the provider has this role here, in this team."""

    name: str
    role: Role
    team: str


@dataclass(frozen=True)
class SingleSignOn:
    label: str
    server: str
    client_id: str
    secret: str
    subject_claim: str
    groups_claim: str
    groups: tuple[Group, ...]

    @property
    def app(self) -> dict[str, Any]:
        """In the shape that the library reads."""
        return {
            "provider_id": PROVIDER,
            "name": self.label,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {
                "server_url": self.server,
                "uid_field": self.subject_claim,
                # what is signed over to us counts; Entra's user page has neither oid nor groups
                "fetch_userinfo": False,
            },
        }


def parse(text: str, wrong: type[Exception]) -> tuple[Group, ...]:
    """`group=role:Team, group=role, …`: the first that somebody is in decides."""
    groups = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, equals, place = part.rpartition("=")
        role, _, team = place.partition(":")
        if not equals or not name.strip() or role.strip() not in set(Role):
            raise wrong(
                f"OIDC_GROUPS has {part!r}; write group=role:Team or group=role, with one of the "
                f"roles {', '.join(sorted(Role))}."
            )
        groups.append(Group(name.strip(), Role(role.strip()), team.strip()))
    return tuple(groups)


def read(env: ModuleType) -> SingleSignOn | None:
    """None while no provider is named."""
    server = env.text(
        "OIDC_SERVER", "the OpenID Connect provider, such as https://…/TENANT/v2.0", "none"
    )
    label = env.text("OIDC_NAME", "what the button of single sign-on says", "your council account")
    client_id = env.text("OIDC_CLIENT_ID", "our name at the provider", "none")
    secret = env.text("OIDC_CLIENT_SECRET", "our secret at the provider", "none")
    subject = env.text(
        "OIDC_SUBJECT_CLAIM", "which claim says who somebody is; oid at Entra ID", "sub"
    )
    claim = env.text("OIDC_GROUPS_CLAIM", "which claim holds the groups", "groups")
    groups = parse(
        env.text("OIDC_GROUPS", "which group means which role and team", "none").removeprefix(
            "none"
        ),
        env.WrongSetting,
    )
    if server == "none":
        return None
    missing = [
        name
        for name, value in (("OIDC_CLIENT_ID", client_id), ("OIDC_CLIENT_SECRET", secret))
        if value == "none"
    ]
    if missing or not groups:
        names = " and ".join([*missing, *([] if groups else ["OIDC_GROUPS"])])
        raise env.WrongSetting(
            f"OIDC_SERVER is set and {names} is not: nobody could come in by it."
        )
    if not server.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
        raise env.WrongSetting("OIDC_SERVER must start with https://.")
    return SingleSignOn(label, server.rstrip("/"), client_id, secret, subject, claim, groups)
