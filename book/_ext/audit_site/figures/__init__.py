"""Charts, code and formulas as page elements."""
