"""The form fields of every page. Each takes Django's arguments and three of its own:

`called`  what a sentence calls the answer: "the date the contact was received". Without it the
          label is used, so give it when the label is a question.
`attrs`   attributes of the input, `autocomplete` among them.
`legend`  or label size: "s", "m", "l", or "page" for a page that asks one thing.

Every error is a full sentence that names the field.
"""

from ui.births import Birth
from ui.fields.base import Asks, clean_text
from ui.fields.choices import (
    CheckboxesField,
    ChoiceField,
    RadioField,
    RecordField,
    RecordsField,
    YesNoField,
)
from ui.fields.text import (
    EmailField,
    HiddenField,
    LongTextField,
    NumberField,
    TextField,
    TickField,
    UploadField,
)
from ui.fields.times import BirthField, DayField, MomentField

__all__ = [
    "Asks",
    "Birth",
    "BirthField",
    "CheckboxesField",
    "ChoiceField",
    "DayField",
    "EmailField",
    "HiddenField",
    "LongTextField",
    "MomentField",
    "NumberField",
    "RadioField",
    "RecordField",
    "RecordsField",
    "TextField",
    "TickField",
    "UploadField",
    "YesNoField",
    "clean_text",
]
