from ui import forms


class GuidanceEdit(forms.Form):
    title = forms.TextField(label="Title", max_length=120)
    body = forms.LongTextField(
        label="Text",
        called="the text",
        rows=20,
        max_length=40_000,
        help_text="Leave a line empty between paragraphs. Start a heading with “## ” and each line "
        "of a list with “- ”.",
    )
    why = forms.TextField(label="Why does it change?", called="why it changes", max_length=200)
    version = forms.HiddenField(required=False)

    def clean_version(self) -> int:
        text = self.cleaned_data["version"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
