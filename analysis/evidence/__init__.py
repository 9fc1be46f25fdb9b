"""The evidence: every file of ``data/`` loaded, checked and typed."""

from .load import Evidence, EvidenceError, assemble, cached, load, moved_on, read
from .schema import DATA
