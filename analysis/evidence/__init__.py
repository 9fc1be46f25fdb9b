"""The evidence: every file of ``data/`` loaded, checked and typed."""

from .load import DATA, Evidence, EvidenceError, assemble, cached, load, moved_on, read

__all__ = ["DATA", "Evidence", "EvidenceError", "assemble", "cached", "load", "moved_on", "read"]
