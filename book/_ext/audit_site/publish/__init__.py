"""What the published site adds: feed, share pictures, redirects."""
