"""Pages of the front door and of a case, one file for each area."""
