"""The analysis behind the executable audit of the "60% by 2028" argument.

Data flow one way: ``data/`` is read by :mod:`analysis.evidence`; fits (:mod:`analysis.fits`,
:mod:`analysis.horizons`, :mod:`analysis.timeline`) are pure functions of it;
:mod:`analysis.claims.checks` turns them into check results, :mod:`analysis.claims.ledger` those
into verdicts.
"""
