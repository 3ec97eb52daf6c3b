"""What keeps a child safe is made of, one file for each noun. Import them from here."""

__all__: list[str] = []
