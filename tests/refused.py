"""Tests that are a table: what is called, and the words that it is refused with."""

import pytest


def refused(*cases, error=ValueError):
    """Return the test that each call is refused with an error whose message matches."""

    @pytest.mark.parametrize(("call", "message"), cases, ids=[message[:40] for _, message in cases])
    def test(call, message):
        with pytest.raises(error, match=message):
            call()

    return test
