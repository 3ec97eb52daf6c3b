"""The acts of child protection: page, API, job and demo call the same ones."""
