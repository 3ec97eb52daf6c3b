"""`python -m rules` prints the rule book as Markdown."""

from rules.book import book

print(book(), end="")
