"""What every chapter opens with: the article's words, the answer, its verdicts as squares."""
