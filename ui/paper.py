"""Letters and minutes as PDF, in one quiet layout. Text in any script is shaped and set; a sign that
the typeface does not have is shown as an empty box and stops nothing."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONTS = Path(__file__).parent / "fonts" / "dejavu"
FACE = "DejaVu"
INK, QUIET = (11, 12, 12), (80, 90, 95)
# What it warns of is the letters of a name: they do not belong into a log.
logging.getLogger("fpdf").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class Paper(FPDF):
    """A4, one column. Give it a title, write from top to bottom, take `content()`."""

    def __init__(self, title: str, *, at: datetime, sender: str) -> None:
        super().__init__(format="A4", unit="mm")
        self.running_title = title
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_author(sender)
        self.set_creator("Socialcare")
        self.set_creation_date(at)
        self.add_font(FACE, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FACE, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_text_shaping(True)
        self.set_margins(22, 20, 22)
        self.set_auto_page_break(True, margin=22)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FACE, "", 8)
        self.set_text_color(*QUIET)
        self.cell(0, 5, f"{self.running_title} – page {self.page_no()}", align="C")

    def heading(self, text: str, size: int = 15) -> None:
        self.ln(2)
        self._write(text, "B", size)
        self.ln(1)

    def section(self, text: str) -> None:
        if self.will_page_break(24):
            self.add_page()
        self.heading(text, 11)

    def say(self, text: str, *, quiet: bool = False) -> None:
        """A paragraph; line ends inside it stay."""
        self._write(text, "", 10, QUIET if quiet else INK)
        self.ln(2)

    def points(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._write(f"•  {line}", "", 10)
        self.ln(2)

    def grid(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
    ) -> None:
        """A table whose head is repeated on each page."""
        self.set_font(FACE, "", 9)
        self.set_text_color(*INK)
        with self.table(
            col_widths=tuple(widths),
            line_height=5,
            padding=1,
            text_align="LEFT",
            borders_layout="HORIZONTAL_LINES",
        ) as table:
            for line in (head, *rows):
                row = table.row()
                for words in line:
                    row.cell(words or "–")
        self.ln(3)

    def content(self) -> bytes:
        return bytes(self.output())

    def _write(self, text: str, style: str, size: int, ink: tuple[int, int, int] = INK) -> None:
        self.set_font(FACE, style, size)
        self.set_text_color(*ink)
        self.multi_cell(0, size * 0.52, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
