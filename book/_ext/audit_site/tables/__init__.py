"""Plain tables for pages."""
