"""Files that come from without: what they are, whether they may be kept, and where they are kept."""
