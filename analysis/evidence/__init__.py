"""The evidence: every file of ``data/`` loaded, checked and typed."""

from .load import Evidence, EvidenceError, assemble, cached, load, read
from .schema import DATA
