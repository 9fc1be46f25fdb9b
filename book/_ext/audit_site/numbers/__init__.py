"""Numbers in prose and where each comes from."""
