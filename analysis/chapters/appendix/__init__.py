"""What the chapters on the appendix show."""
