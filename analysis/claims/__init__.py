"""The claims of the article: checks, the verdict rule, the ledger."""
