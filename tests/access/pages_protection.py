from tests.access.records import of_case
from tests.access.table import ON_THE_CASE, Page

TITLE, PLACE = "Child protection", 6

PAGES = (Page("case-protection", ON_THE_CASE, of_case, "The protection of a child"),)
