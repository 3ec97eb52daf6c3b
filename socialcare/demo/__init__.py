"""A council with invented people, for looking at and for testing: lawful histories, made by the
same actions that pages use, the same each time for the same seed."""
