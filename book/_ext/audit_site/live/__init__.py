"""The live model and the error calculator."""
