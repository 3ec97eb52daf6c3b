"""The shape of what is typed. The rules are in `rules/` and in the actions."""
