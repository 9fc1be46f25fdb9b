"""Citing: editions, citations, permanent addresses, head of a page."""
