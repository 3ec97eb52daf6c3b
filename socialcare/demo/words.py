"""What people in the demo say and write. `{name}` is the child, `{mum}` and `{dad}` the parents."""

CONCERNS = {
    "4": (
        "{name} came in with bruising to the upper arm in the shape of fingers. {name} said {dad} grabbed hard and "
        "then cried and would not say more. Frightened about going home tonight.",
        "Police were called to the home at 02:10 by a neighbour. {dad} had assaulted {mum} in front of {name}. There "
        "was blood on the kitchen wall. Third call-out this year.",
        "{name} was left alone overnight. {mum} came home at 06:30 and could not say who had been asked to mind the "
        "children.",
    ),
    "3b": (
        "{name} has missed eleven days this half term, is often hungry on arrival and wears the same clothes all week. "
        "{mum} is hard to reach and was tearful when we did speak.",
        "{mum}'s drinking has become heavier since {dad} left. {name} gets the younger ones up and makes their tea.",
        "Missed the last three appointments. Weight has dropped from the 50th to the 9th centile. The home was cold and "
        "the cot had no mattress.",
        "{name} told a teaching assistant that there is shouting every night and that sleeping under the bed is safer.",
    ),
    "3a": (
        "{name}'s behaviour at home is wearing {mum} out. Bedtimes take hours, and school says concentration is falling.",
        "The family are behind with the rent and have had a notice. {mum} asks for help with budgeting and a referral "
        "to the food bank.",
    ),
    "2": (
        "{mum} asks where to get help with {name}'s sleep. No other worries; the health visitor knows the family.",
        "{name} has become quiet since starting at the new school. {dad} would like to know what is offered.",
    ),
}
TOLD_BY = {
    "came in with bruising": ("3E",),
    "Police were called": ("6",),
    "alone overnight": ("6", "3E"),
    "missed eleven days": ("2A",),
    "drinking has become": ("5A", "8"),
    "last three appointments": ("3A", "3B"),
    "told a teaching assistant": ("2A",),
    "wearing {mum} out": ("5D", "3A"),
    "behind with the rent": ("4",),
    "help with {name}'s sleep": ("3A", "3B"),
    "the new school": ("2A",),
    "bruises on both ears": ("3B",),
    "alone in the flat": ("6",),
    "rang in tears": ("8",),
    "told the teacher": ("2A",),
}
"""Which kinds of agency would say so (`ReferralSource`); the rest may come from anybody."""
ADVICE = (
    "Talked through what the family can try, gave the early help hub's number, and the caller will ring back if it gets worse.",
    "Explained the parenting course and how to join. The caller was content with that.",
)
LEVEL_REASONS = (
    "What is described is more than one service can put right, and the parents are not able to change it alone.",
    "The harm described is serious, recent and likely to happen again.",
    "The family is already talking to the school; a little more help should be enough.",
)
REASONS = {
    "refer": (
        "Likely significant impairment without help: several needs together, and early help has been tried.",
        "The account is consistent, the harm is serious and there is nobody else in the home who protects.",
        "Neglect over months, from three agencies. It needs a social worker's assessment.",
    ),
    "advise": ("The worry is met by advice; the caller agrees and knows how to come back.",),
    "redirect": ("The need is for housing support, which the agency named gives.",),
    "early-help": (
        "The needs are several but the parents ask for help and will work with a lead worker.",
    ),
    "enquire": (
        "The account is second-hand; we need to know what the health visitor and the school see.",
    ),
    "note": ("The plan already deals with this. Discussed with the school.",),
    "reassess": ("The father's return changes what the last assessment rested on.",),
}
TASKS = (
    "Ring the health visitor and ask what was seen at the last visit",
    "Ask the school for attendance and any notes of concern",
    "Visit the home with a colleague",
    "Ask the police for call-outs in the last twelve months",
)
DONE = (
    "Spoke to them. They confirm what was said and have dates.",
    "Done. Nothing to add to what the referrer said.",
    "Visited. The home was warm and there was food. {mum} agreed to meet again.",
)
LATE = (
    "The referrer could not be reached until the next day.",
    "The worker was off sick and cover was arranged late.",
    "Waited for the police information, which came after the time limit.",
    "The family was away and the child could not be seen before.",
)
ANALYSIS = (
    "{name} is growing up with too little that can be relied on. {mum} loves {name} and says so, and on good days the home "
    "is warm and there is food. On the others, when she has been drinking or has been hurt, {name} looks after everybody "
    "else. What has happened is not one event but a pattern over at least eight months, seen by the school, the health "
    "visitor and the police each in part. For {name} it means tiredness, worry that is now showing as stomach aches, and "
    "lost time at school. If nothing changes the harm will add up. What must change: an adult who gets {name} up, fed and "
    "to school each day; no violence in the home; and {mum} in treatment. We will know it has changed when {name} is in "
    "school every day for a month, says that evenings are quiet, and {mum}'s worker confirms that she attends.",
    "{name} is mostly well and liked at school, and the parents work together on most things. The worry that brought the "
    "family to us was real: {name} saw {dad} break the door and was frightened for days afterwards. Both parents accept "
    "that it must not happen again and {dad} has moved to his mother's. What it means for {name} now is mainly unease at "
    "bedtime. It could become more if {dad} comes back before he has done the work he has begun. What must change is that "
    "the agreement about contact is kept and that {name} has somebody outside the family to talk to. We will know from "
    "{name}, from the school's learning mentor, and from there being no further call-outs in three months.",
)
VOICE = (
    '"I like it when Mum is up first." {name} drew the house with everybody in different rooms and coloured one red.',
    '{name} said: "I don\'t want to move. I just want the shouting to stop." Asked what would be different: "We\'d have tea '
    'at the table."',
    "{name} is too young to say. In the room {name} watched {mum} all the time and did not reach for toys until she smiled.",
)
VIEWS = (
    "{mum} agrees with most of the concern and is ashamed of it. She asks for help with mornings and with her drinking. "
    "{dad} disputes the police account but accepts that the children were frightened.",
    "Both parents say the report is exaggerated, and were willing to show us round and let us speak to the children.",
)
DIMENSION = (
    "Strengths: what is in place is reliable, and others confirm it. Worries: it depends on {mum} being well, and there is "
    "nobody to step in.",
    "Strengths: the school sees progress this term. Worries: it slips whenever things at home are difficult.",
    "Strengths: grandmother lives close by and helps. Worries: she is tired and does not know everything.",
    "Nothing to worry about here; the health visitor and the school say the same.",
)
PLAN = (
    "{mum} to attend the alcohol service weekly; school to meet and greet {name} each morning; the social worker to visit "
    "fortnightly, alone with {name} each time. If {mum} stops attending or there is another call-out, we meet within a day.",
    "{dad} stays with his mother until his course is finished. The learning mentor sees {name} on Tuesdays. We look again "
    "in six weeks.",
)
SAID = (
    "Attendance 78%. {name} is often late and hungry. No marks seen.",
    "Known since birth. Immunisations are up to date; two missed appointments this year.",
    "Three call-outs in twelve months, the last graded medium risk.",
    "Not known to us.",
)
RETURNED = (
    "The analysis lists what happened; please say what it means for {name} day to day, and what would show that it has "
    "changed. Also ask the health visitor, who knows the family best.",
    "Please see the child alone before I can authorise this, or say why it cannot be done.",
)
WAITING = (
    "Read the referral again: no change. The school sees the child daily and will ring if anything changes.",
    "Spoke to the health visitor. Raised because of the baby.",
    "No worker free this week. Two leavers in the team; the family has the duty number.",
)
SUMMARIES = (
    "The work agreed has been done. The school and the early help worker stay involved and know when to come back to us.",
    "Assessed; the family manages with support from relatives. No further role.",
)
GRADES = ("good", "requires-improvement", "good", "", "good", "outstanding")
"""As managers grade the assessments that they authorise; now and then they do not."""
