"""What the site has beside its chapters: files for programs, downloads, share pictures."""
