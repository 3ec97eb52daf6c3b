"""Filing a document, correcting it, withdrawing it."""

from typing import Any

from cases.forms.once import OnceForm
from cases.models import Case
from rules.codes import DocumentKind
from rules.documents import LARGEST, MB, listed_formats
from ui import forms

ACCEPTED = f"{listed_formats()}, up to {LARGEST // MB} MB. No macros, no password."


class FileForm(OnceForm):
    """A form with a file. A browser does not keep the file of a form that comes back."""

    file = forms.UploadField(
        label="File", called="the file", largest=LARGEST, help_text=ACCEPTED, max_length=None
    )

    def file_name(self) -> str:
        return self.cleaned_data["file"].name or ""

    def content(self) -> bytes:
        sent = self.cleaned_data["file"]
        sent.seek(0)
        content: bytes = sent.read()
        return content


class DocumentAdd(FileForm):
    kind = forms.ChoiceField(
        label="What is it?", called="what kind of document it is", choices=DocumentKind
    )
    title = forms.TextField(
        label="Title",
        required=False,
        max_length=120,
        help_text="As colleagues will look for it. Left empty, the name of the file.",
    )
    author = forms.TextField(
        label="Who wrote it?",
        called="who wrote it",
        required=False,
        max_length=120,
        width=30,
        help_text="A name and where they work. Left empty, you.",
    )
    dated_on = forms.DayField(
        label="Date on the document", called="the date on the document", not_future=True
    )
    others = forms.RecordsField(
        Case.objects.none(),
        label="Brothers and sisters it is about",
        called="the brothers and sisters it is about",
        required=False,
        help_text="It is filed on their records too. Leave out any child it does not concern.",
    )
    field_order = ("token", "kind", "file", "title", "author", "dated_on", "others")

    def __init__(self, *args: Any, beside: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if beside:
            field: Any = self.fields["others"]
            field.queryset = Case.objects.filter(pk__in=[case.pk for case in beside])
            field.label_from_instance = lambda case: case.person.name
        else:
            del self.fields["others"]


class DocumentCorrect(FileForm):
    why = forms.LongTextField(
        label="What was wrong with the version before?",
        called="what was wrong with the version before",
        rows=2,
        max_length=2000,
    )
    field_order = ("token", "file", "why")


class DocumentWithdraw(OnceForm):
    why = forms.LongTextField(
        label="Why is it withdrawn?",
        called="why it is withdrawn",
        rows=3,
        max_length=2000,
        help_text="This stays on the record. Do not repeat what the document says.",
    )
