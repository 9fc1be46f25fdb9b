"""The command line, ``python -m analysis COMMAND``: each part of the package adds its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from . import cli_cite, cli_data, cli_forecast, cli_horizon, cli_ledger, cli_whatif
from .evidence import EvidenceError


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description='The analysis behind the audit of the "60% by 2028" argument.',
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (cli_data, cli_ledger, cli_horizon, cli_forecast, cli_cite, cli_whatif):
        part.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, 1 for data that cannot be used, 2 for a wrong request."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except EvidenceError as error:
        print(error, file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
