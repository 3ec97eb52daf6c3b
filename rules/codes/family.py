"""Who people are to each other."""

from rules.words import Grouped

PARENTS, CHILDREN, SIBLINGS = "Parents", "Children", "Brothers and sisters"
CARERS, CARED_FOR = "Carers", "Children cared for"
WIDER, PARTNERS, OTHERS = "Wider family", "Partners", "Others"


class RelationshipKind(Grouped):
    """What one person is to another: "A is the mother of B".

    `reciprocal` is what B then is to A, as closely as one can tell without knowing more: a
    mother's child is a child, and a child's other end is a parent.
    """

    _reciprocal: str

    def __new__(
        cls, value: str, label: str = "", reciprocal: str = "", group: str = ""
    ) -> "RelationshipKind":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word._reciprocal = reciprocal
        word.group = group
        return word

    @property
    def reciprocal(self) -> "RelationshipKind":
        return RelationshipKind(self._reciprocal)

    @property
    def is_sibling(self) -> bool:
        """Whether it makes two children one sibling group."""
        return self.group == SIBLINGS

    MOTHER = "mother", "Mother", "child", PARENTS
    FATHER = "father", "Father", "child", PARENTS
    PARENT = "parent", "Parent", "child", PARENTS
    EXPECTANT_MOTHER = "expectant-mother", "Expectant mother", "unborn-child", PARENTS
    EXPECTANT_FATHER = "expectant-father", "Father-to-be", "unborn-child", PARENTS
    EXPECTANT_PARENT = "expectant-parent", "Parent-to-be", "unborn-child", PARENTS
    ADOPTIVE_PARENT = "adoptive-parent", "Adoptive parent", "adopted-child", PARENTS
    STEP_PARENT = "step-parent", "Step-parent", "step-child", PARENTS
    PARENTS_PARTNER = "parents-partner", "Parent's partner", "partners-child", PARENTS
    CHILD = "child", "Child", "parent", CHILDREN
    UNBORN_CHILD = "unborn-child", "Unborn child", "expectant-parent", CHILDREN
    ADOPTED_CHILD = "adopted-child", "Adopted child", "adoptive-parent", CHILDREN
    STEP_CHILD = "step-child", "Step-child", "step-parent", CHILDREN
    PARTNERS_CHILD = "partners-child", "Partner's child", "parents-partner", CHILDREN
    FULL_SIBLING = "full-sibling", "Brother or sister, same parents", "full-sibling", SIBLINGS
    TWIN = "twin", "Twin, triplet or more", "twin", SIBLINGS
    HALF_SIBLING = "half-sibling", "Half-brother or half-sister", "half-sibling", SIBLINGS
    STEP_SIBLING = "step-sibling", "Step-brother or step-sister", "step-sibling", SIBLINGS
    ADOPTIVE_SIBLING = (
        "adoptive-sibling",
        "Brother or sister by adoption",
        "adoptive-sibling",
        SIBLINGS,
    )
    FOSTER_SIBLING = "foster-sibling", "Fostered in the same home", "foster-sibling", SIBLINGS
    SIBLING = "sibling", "Brother or sister, not known how", "sibling", SIBLINGS
    FOSTER_CARER = "foster-carer", "Foster carer", "fostered-child", CARERS
    KINSHIP_CARER = (
        "kinship-carer",
        "Relative or friend who brings the child up",
        "child-in-kinship-care",
        CARERS,
    )
    SPECIAL_GUARDIAN = "special-guardian", "Special guardian", "child-under-guardianship", CARERS
    PRIVATE_FOSTER_CARER = (
        "private-foster-carer",
        "Private foster carer",
        "privately-fostered-child",
        CARERS,
    )
    CARER = "carer", "Carer", "cared-for", CARERS
    FOSTERED_CHILD = "fostered-child", "Fostered child", "foster-carer", CARED_FOR
    CHILD_IN_KINSHIP_CARE = (
        "child-in-kinship-care",
        "Child brought up by a relative or friend",
        "kinship-carer",
        CARED_FOR,
    )
    CHILD_UNDER_GUARDIANSHIP = (
        "child-under-guardianship",
        "Child under special guardianship",
        "special-guardian",
        CARED_FOR,
    )
    PRIVATELY_FOSTERED_CHILD = (
        "privately-fostered-child",
        "Privately fostered child",
        "private-foster-carer",
        CARED_FOR,
    )
    CARED_FOR = "cared-for", "Person cared for", "carer", CARED_FOR
    GRANDPARENT = "grandparent", "Grandparent", "grandchild", WIDER
    GRANDCHILD = "grandchild", "Grandchild", "grandparent", WIDER
    AUNT_OR_UNCLE = "aunt-or-uncle", "Aunt or uncle", "niece-or-nephew", WIDER
    NIECE_OR_NEPHEW = "niece-or-nephew", "Niece or nephew", "aunt-or-uncle", WIDER
    COUSIN = "cousin", "Cousin", "cousin", WIDER
    OTHER_RELATIVE = "other-relative", "Other relative", "other-relative", WIDER
    PARTNER = "partner", "Husband, wife or partner", "partner", PARTNERS
    FORMER_PARTNER = "former-partner", "Former partner", "former-partner", PARTNERS
    FAMILY_FRIEND = "family-friend", "Friend of the family", "family-friend", OTHERS
    SAME_HOUSEHOLD = "same-household", "Lives in the same home", "same-household", OTHERS
    PERSON_OF_CONCERN = (
        "person-of-concern",
        "Person who may be a risk to the child",
        "child-at-risk",
        OTHERS,
    )
    CHILD_AT_RISK = (
        "child-at-risk",
        "Child to whom this person may be a risk",
        "person-of-concern",
        OTHERS,
    )
