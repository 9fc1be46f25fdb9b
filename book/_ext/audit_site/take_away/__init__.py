"""What a reader can take away: notebooks and data."""
