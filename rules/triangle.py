"""The assessment triangle: three domains and twenty dimensions, in the Framework's own names.

Each dimension is one box with two prompts, what goes well and what is a worry; the prompts are
ours and a council may rewrite them.
"""

from dataclasses import dataclass

from rules.words import Words

SOURCE = "Framework for the Assessment of Children in Need and their Families (2000), figure 1"


class Domain(Words):
    DEVELOPMENT = "development", "Child's developmental needs"
    PARENTING = "parenting", "Parenting capacity"
    ENVIRONMENT = "environment", "Family and environmental factors"


@dataclass(frozen=True)
class Dimension:
    key: str
    label: str
    domain: Domain
    strengths: str
    """Asks for what goes well."""
    worries: str
    """Asks for what is a worry."""


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "health",
        "Health",
        Domain.DEVELOPMENT,
        "How is the child growing, and who looks after their health well?",
        "Which illness, missed appointment or injury worries you, and what does a doctor say?",
    ),
    Dimension(
        "education",
        "Education",
        Domain.DEVELOPMENT,
        "What does the child enjoy and do well at, at school, nursery or play?",
        "Are they there, and on time? Where are they falling behind, and since when?",
    ),
    Dimension(
        "emotional-and-behavioural-development",
        "Emotional and behavioural development",
        Domain.DEVELOPMENT,
        "How does the child show and manage feelings, and whom do they turn to?",
        "What does the child do that shows distress, and what seems to set it off?",
    ),
    Dimension(
        "identity",
        "Identity",
        Domain.DEVELOPMENT,
        "What is the child proud of in who they are, their language, faith and family?",
        "Where do they feel they do not belong, or are made to feel less?",
    ),
    Dimension(
        "family-and-social-relationships",
        "Family and social relationships",
        Domain.DEVELOPMENT,
        "Who matters most to the child, and who are their friends?",
        "Which relationship frightens, saddens or weighs on the child?",
    ),
    Dimension(
        "social-presentation",
        "Social presentation",
        Domain.DEVELOPMENT,
        "How does the child come across, in dress, cleanliness and manner?",
        "What do others notice or say that sets the child apart?",
    ),
    Dimension(
        "self-care-skills",
        "Self-care skills",
        Domain.DEVELOPMENT,
        "What can the child do for themselves that fits their age?",
        "What are they left to do too young, or not given the chance to learn?",
    ),
    Dimension(
        "basic-care",
        "Basic care",
        Domain.PARENTING,
        "How do the parents see to food, warmth, clothing, washing and sleep?",
        "When does that care fail, how often, and how does it show in the child?",
    ),
    Dimension(
        "ensuring-safety",
        "Ensuring safety",
        Domain.PARENTING,
        "What do the parents do that keeps the child from harm, at home and outside?",
        "From whom or what is the child not protected, and do the parents see it?",
    ),
    Dimension(
        "emotional-warmth",
        "Emotional warmth",
        Domain.PARENTING,
        "How do the parents show the child that they are loved?",
        "When is the child ignored, blamed or frightened at home?",
    ),
    Dimension(
        "stimulation",
        "Stimulation",
        Domain.PARENTING,
        "How do the parents talk, play and learn with the child?",
        "What is missing from the child's day, and why?",
    ),
    Dimension(
        "guidance-and-boundaries",
        "Guidance and boundaries",
        Domain.PARENTING,
        "How do the parents set limits, and do they set an example?",
        "Where are the limits missing, harsh or different from day to day?",
    ),
    Dimension(
        "stability",
        "Stability",
        Domain.PARENTING,
        "What stays the same for the child: people, home, routine?",
        "How often do carers, partners or homes change, and what is lost each time?",
    ),
    Dimension(
        "family-history-and-functioning",
        "Family history and functioning",
        Domain.ENVIRONMENT,
        "What has this family come through, and how do its members help each other?",
        "Which past losses, violence, illness or earlier concerns bear on the child now?",
    ),
    Dimension(
        "wider-family",
        "Wider family",
        Domain.ENVIRONMENT,
        "Which relatives and friends can be counted on, and for what?",
        "Who has fallen out, is far away or adds to the strain?",
    ),
    Dimension(
        "housing",
        "Housing",
        Domain.ENVIRONMENT,
        "What makes this a good home for the child?",
        "Is it crowded, unsafe, unclean or about to be lost?",
    ),
    Dimension(
        "employment",
        "Employment",
        Domain.ENVIRONMENT,
        "Who works, and what does it give the family?",
        "How does work, or having none, weigh on the child's care?",
    ),
    Dimension(
        "income",
        "Income",
        Domain.ENVIRONMENT,
        "Does the money reach the end of the week, and are benefits being paid?",
        "What do debts or want of money mean for the child?",
    ),
    Dimension(
        "familys-social-integration",
        "Family's social integration",
        Domain.ENVIRONMENT,
        "Where does the family feel at home among neighbours, friends and faith?",
        "Is the family alone, harassed or kept apart?",
    ),
    Dimension(
        "community-resources",
        "Community resources",
        Domain.ENVIRONMENT,
        "Which services and places nearby does the family use and value?",
        "What do they need that is too far, too full or refused?",
    ),
)
