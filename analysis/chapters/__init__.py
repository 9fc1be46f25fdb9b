"""What each chapter shows, as small functions of the evidence.

A chapter's notebook calls these and prints; it never selects, parses or fits by itself, so every
number of the book has a function that a test can call.
"""
