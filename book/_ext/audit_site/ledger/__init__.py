"""The ledger on the page: cards, table, filters, badges."""
