"""What the forms of the decision queue, of a decision and of an answer send."""


def url(child) -> str:
    return f"/contacts/{child.contact.reference}/decide/"


def ruling(child, **changes):
    given = {"outcome": "advise", "level": "3b", "why": "The school can help.", **changes}
    return {f"child-{child.pk}-{key}": value for key, value in given.items()}


def referral(child, team, **changes):
    return ruling(
        child,
        **{
            "outcome": "refer",
            "team": team.pk,
            "primary_need": "N1",
            "priority": "high",
            **changes,
        },
    )
