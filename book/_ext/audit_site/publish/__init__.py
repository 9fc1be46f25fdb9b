"""What the site has beside its chapters: search, files for programs, downloads, share pictures."""
