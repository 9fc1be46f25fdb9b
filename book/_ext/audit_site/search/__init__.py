"""The search page: what it looks through, and the page itself."""
