"""What the chapters on what goes beyond the article show."""
