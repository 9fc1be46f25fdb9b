"""The print edition of the built site, and its PDF through Chromium."""
