"""What one asks of the model: one module a question."""
