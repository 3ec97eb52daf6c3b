"""The shape of what is typed at the front door. The rules are in `rules/` and in the actions."""
