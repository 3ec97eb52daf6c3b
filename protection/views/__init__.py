"""The pages of child protection, one file for each noun."""
