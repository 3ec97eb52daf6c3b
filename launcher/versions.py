"""The versions that development, tests and production share. Tests hold every file to them."""

VERSIONS = {
    "python": "3.11",
    "postgresql": "18.6",
    "valkey": "9.1.2",
}

OLDEST_POSTGRESQL = 18
"""The first major version with all that the migrations use."""
