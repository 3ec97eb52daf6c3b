"""The table of access, printed for somebody who does not read code."""

from pathlib import Path

from tests.access.matrix import printed
from tests.access.table import EVERYBODY, KINDS, pages


def test_the_printed_copy_of_the_table_is_the_table():
    """To mend: `python3 dev.py python -m tests.access > docs/access.md`."""
    assert (Path(__file__).parents[2] / "docs/access.md").read_text() == printed()


def test_nobody_reads_their_own_familys_record_and_a_restricted_one_is_read_by_no_more_than_its_team():
    for page in pages():
        if page.of:
            assert page.who_for("family") == set()
            assert set().union(*(page.who_for(kind) for kind in KINDS)) <= set(EVERYBODY)
