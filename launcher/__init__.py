"""What `dev.py` does: an environment, the two servers, and the processes of the service.

Standard library only: this runs before anything is installed. From the bottom up: `places`,
`processes`, `environment`, `postgres`, `valkey`, `servers`, `supervise`, `commands`.
"""
