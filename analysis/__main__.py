"""The command line, ``python -m analysis COMMAND``: each part of the package adds its own."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import terminal
from .commands import forecast, horizon, ledger, validate, what_if
from .evidence import EvidenceError
from .words import visible

try:  # citing belongs to the site; the package works without it
    from audit_site.cite import command as cite
except ModuleNotFoundError:
    cite = None


class Parser(argparse.ArgumentParser):
    """A parser whose complaints quote what was typed without obeying it."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = Parser(
        prog="python -m analysis",
        description='The analysis behind the audit of the "60% by 2028" argument.',
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (validate, ledger, horizon, forecast, cite, what_if):
        if part is not None:
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
        print(visible(str(error)), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(terminal.run(main))
