"""What people in the demo say and write about a child who is to be born. `{name}` is the child,
`{mum}` and `{dad}` the parents. What is not here is as in `words_of_protection.py`."""

CONCERNS = (
    "{mum} booked late, at 26 weeks, and smelled of drink at two of three appointments. Her first child lives with an "
    "aunt by an order of the court, after neglect. {dad} has a conviction for violence.",
    "{mum} came to the clinic with a split lip and said that {dad} had pushed her. It is her third injury in this "
    "pregnancy. Two older children of hers were adopted.",
    "{mum} uses heroin on most days and has missed four appointments. She says that she wants to keep {name}, and has "
    "nothing ready at home.",
)
LEVEL_REASON = "Significant harm is likely once the child is born, unless something changes before."
ACCEPTED = (
    "What happened to the older children may happen again. It is looked into before the birth."
)
ANALYSIS = (
    "{name} is not born yet, and depends on what can change in the weeks that are left. {mum} lost the care of her older "
    "children because drink came first and nobody was there for them at night; she says so herself, and has begun to go "
    "to the clinic. {dad} has been violent to her in this pregnancy and sees no need for help. The flat is warm and nothing "
    "is ready in it. If nothing changes, a newborn would be alone at night with a mother who has been drinking, or in the "
    "room when she is hurt. What must change: {mum} sober and in treatment, {dad} out of the flat until he has done his "
    "work, and an adult of the family there in the first weeks. We will know it from the clinic's tests, from the midwife, "
    "and from the grandmother having moved in before the birth.",
)
VIEWS = (
    "{mum} was frightened that we would take the baby, and talked openly once she knew what happens next. {dad} says that "
    "we judge him by what is long over.",
)
DIMENSION = (
    "Strengths: {mum} keeps her appointments now, and asks questions. Worries: it is five weeks, and it did not hold before.",
    "Strengths: the grandmother will help and was checked. Worries: {dad} comes and goes.",
    "Strengths: the flat is warm and the rent is paid. Worries: nothing is ready for {name} yet.",
    "Strengths: {mum} says what went wrong with the older children. Worries: {dad} does not.",
)
PLAN = (
    "Weekly visits with the midwife; the clinic tests every week; the grandmother moves in before the birth. A conference "
    "is asked for, so that a plan is in place in good time.",
)
SAID = (
    "Booked at 26 weeks; growth as it should be. Two appointments missed, none since March.",
    "The older children's records show the same concerns, and what helped.",
)
SHARED = ("The older children's records show the same concerns, and what helped.",)
SHARED_BY_HEALTH = (
    "Booked at 26 weeks; growth as it should be. Two appointments missed, none since March.",
)
SHARED_BY_POLICE = (
    "Two call-outs to the father's last address; none to where the mother lives now.",
)
DECIDED = (
    "There is reasonable cause to suspect that the child is likely to suffer harm once born.",
)
SAFE = (
    "With the mother, who stays at the grandmother's. The hospital is told, and rings us when she comes in.",
)
AGREED = "Ask the GP and the midwife for the mother's records"
VISITED = (
    "Saw {mum} at home, alone for the most of it. She showed me the corner where the cot will be. No drink to be seen.",
)
PARENTS = ("Both seen together, then {mum} alone: she is afraid for {name}, and wants help.",)
FINDINGS = (
    "The risks that harmed the older children are there still. {mum} sees them; {dad} does not. It cannot be left until "
    "after the birth.",
)
NO_VIEWS = "Not born yet."
OUTCOME_WHY = {True: ("Harm is likely once the child is born, without a plan.",)}
CONFERENCE_WHY = {
    "plan": (
        "All agencies thought that {name} is likely to suffer significant harm once born, without a plan.",
    ),
    "continues": ("The first weeks went well, and it is too early to rely on it.",),
    "ends": ("{name} thrives, and {mum} has been sober for months.",),
}
OUTCOMES = (
    (
        "{name} is born to a mother who does not drink",
        "Weekly sessions and tests at the clinic",
        "{mum}",
        "The tests are clear until the birth and after it",
    ),
    (
        "An adult who is sober is there every night",
        "The grandmother moves in two weeks before the birth",
        "{mum}",
        "The midwife and the health visitor meet her there",
    ),
    (
        "Everything is ready for {name}",
        "A cot, clothes and a steriliser through the baby bank",
        "The midwife",
        "Seen at home four weeks before the birth",
    ),
)
PLAN_VISIT = (
    "Saw {mum} and the grandmother at home. What {name} needs is there. Talked through the nights.",
    "{mum} was tired and calm. The clinic's last test was clear. {dad} has not been seen for two weeks.",
)
BABY_SEEN = ("Saw {name} in the cot and in {mum}'s arms. Feeding well; the midwife is content.",)
VISIT_LATE = (
    "The worker was ill, and the cover had an emergency.",
    "{mum} was with relatives in Wales; the midwife there saw her on the day.",
)
CORE_GROUP = ("Went through each action with {mum}, the midwife and the grandmother.",)
CORE_GROUP_PLACE = "At the children's centre"
