"""The record of the last release: take, compare, check, renew."""
