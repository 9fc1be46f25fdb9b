"""What happens to each page and to the site when all else stands."""
