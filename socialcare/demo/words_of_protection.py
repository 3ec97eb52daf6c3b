"""What people in the demo say and write about harm. `{name}` is the child, `{mum}` and `{dad}` the
parents."""

HARM = (
    "{name} has bruises on both ears and says {dad} did it. {mum} gave two different accounts to the nursery.",
    "{name} was found alone in the flat at midnight, cold and soiled. {mum} came back at 03:15 and did not know that "
    "the police were there.",
    "{mum} rang in tears: {dad} had thrown {name} against the sofa. He has left, and she is afraid he comes back.",
    "{name} told the teacher what an uncle does at night, and has not been home since.",
)
LEVEL_REASONS = (
    "What is described is significant harm, and it is likely to happen again.",
    "The child is hurt, and nobody at home can be relied on to protect.",
)
ACCEPTED = (
    "Reasonable cause to suspect significant harm. It needs a strategy discussion.",
    "The account is first-hand, and there is an injury.",
)
GROUNDS = (
    "{name} could not go home tonight: {dad} is there and had been drinking, and {mum} would not ask him to leave.",
    "{name} was found alone, and no relative could be reached.",
)
TO_RELATIVES = (
    "The grandmother was seen at home and has them, with the parents' written agreement.",
    "An aunt came from Leeds; the police checks were clear, and both parents agreed.",
)
SHARED = (
    "Known since last year, when neglect was found and the family worked with us for a time.",
    "Attendance fell to 71 per cent this term, the school says; hungry on Mondays.",
)
SHARED_BY_HEALTH = (
    "Immunisations are behind, and two appointments were missed.",
    "Weight has fallen between two clinics; the mother did not say why.",
)
SHARED_BY_POLICE = (
    "Three call-outs in a year, the last in January; nobody charged.",
    "No convictions. One call-out in the spring, to a quarrel in the street.",
)
DECIDED = (
    "There is reasonable cause to suspect that the child is suffering significant harm.",
    "The injury is not explained, and the accounts differ.",
)
SAFE = (
    "With the grandmother, who does not let the father in. She has our number and the police's.",
    "At home with the mother; the father stays at his brother's and has agreed in writing.",
)
AGREED = "Ask the GP for the child's records"
TASK_DONE = ("Done; the answer is on the record.", "They rang back and will write.")
VISITED = (
    "{name} showed me the bedroom. One mattress for two, the window does not close. {mum} was worn out and honest.",
    "Quiet house, food in the cupboards. {name} did not want to speak while {dad} was in the room.",
)
PARENTS = (
    "{mum} says it happened as {name} told it. {dad} says it was an accident.",
    "Both seen together, then {mum} alone: she is frightened, and wants help.",
)
CHILD_SAID = (
    "«I want it to be like at Nan's.»",
    "«When he shouts I go under the bed. I want Mum to be all right.»",
    "«I like my teacher. I don't want to talk about Friday.»",
)
FOUND = (
    "Bruises of different ages; the pattern is not that of a fall.",
    "Weight below the second centile; no injury.",
)
FINDINGS = (
    "The injury was caused on purpose, and {mum} knew. {name} is frightened of {dad}.",
    "Neglect over months: cold, hungry, often alone. The parents see it, and cannot change it by themselves.",
)
OUTCOME_WHY = {
    True: (
        "The harm is founded, and is likely to happen again without a plan.",
        "The risk goes on while the father comes and goes.",
    ),
    False: (
        "The concern was not founded, and the child is safe; what is needed is help.",
        "The parent who was the danger has gone, and the other protects.",
    ),
}
CONFERENCE_LATE = (
    "The paediatrician's report was not ready before.",
    "No chair was free on a day when the parents could come.",
)
CONFERENCE_WHY = {
    "plan": (
        "{name} has suffered significant harm, and it is likely to happen again without a plan.",
        "All agencies thought {name} at continuing risk while {dad} is in the house.",
    ),
    "no-plan": (
        "{name} lives with the grandmother and is safe there; a child in need plan will do.",
    ),
    "continues": (
        "Some things are better, but it is too early: {mum} has been on her own for five weeks.",
        "The plan is being carried out; the harm would return without it.",
    ),
    "ends": (
        "{name} is safe: {dad} has left for good, and {mum} has shown for months that it holds.",
    ),
}
NO_VIEWS = "Too young to say; seen with the mother."
DISSENT = (
    "The father does not agree that he is a danger to the child.",
    "The mother thinks that a child in need plan would do.",
)
RECOMMENDED = (
    "Consider whether the threshold for a legal planning meeting is met",
    "Ask for a parenting assessment of the father",
    "A family group conference, so that the wider family can make a plan",
)
MINUTES = (
    "The chair welcomed everybody and said what the conference is for. The social worker took us through the report. "
    "The parents said where they see it otherwise. Each agency was heard. The decision is as recorded.",
)
OUTCOMES = (
    (
        "{name} is fed, clean and warm every day",
        "Help at home in the mornings, five days a week",
        "The family support worker",
        "The school reports breakfast eaten on nine days of ten",
    ),
    (
        "{name} does not see or hear violence",
        "{dad} goes through the programme for men who hurt their partners",
        "{dad}",
        "The programme's report says that he came to eight sessions of ten",
    ),
    (
        "{mum} is sober when she looks after {name}",
        "Weekly sessions with the alcohol service",
        "{mum}",
        "The service's tests are clear for six weeks",
    ),
    (
        "{name} goes to school",
        "The school collects {name} and rings by 9:15 when nobody is there",
        "The class teacher",
        "Attendance is above 95 per cent for a half term",
    ),
)
PROGRESS = (
    "Begun, and kept up.",
    "Two sessions missed; a new start was agreed.",
    "Better than at the last meeting.",
)
CORE_GROUP = (
    "Went through each action. {mum} said what is hard. Next time at the school.",
    "All there but the health visitor. The plan is being carried out, slowly.",
)
CORE_GROUP_PLACE = "At the school"
PLAN_VISIT = (
    "{name} was at ease and showed me homework. House tidy, {mum} alone with them.",
    "{name} said little. Bedroom warm, new bedding. Talked with {mum} about the weekend.",
)
VISIT_LATE = (
    "The worker was ill, and the cover had an emergency.",
    "The family was with relatives in Wales; the school saw them on the day.",
)
REVIEWED = (
    "What was agreed has been done, and it shows: {name} sleeps at home again and is not afraid.",
    "Half of it has been done. The school sees a change, the house does not show it yet.",
)
STEPPED_DOWN = "What was reached under the protection plan holds, with help."
MET = "The outcomes are met, and the family has who to turn to."
LATE = (
    "The people needed could not be reached before.",
    "Two emergencies on the same day came first.",
    "The clinic had no earlier appointment.",
)

THEMES = (
    (
        "Nobody told me what the meeting was for.",
        "The chair meets each child of seven and more before the conference.",
        "Begun at every conference since; children ask for it now.",
    ),
    (
        "I have to say the same to everybody.",
        "One worker writes down what a child says, and the others read it first.",
        "",
    ),
)
"""What children say, what is done about it, and what became of it."""
