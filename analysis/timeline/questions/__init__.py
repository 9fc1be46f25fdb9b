"""What one asks of the model: what moves it, what it would take, what a miss would say."""
