"""The command line, ``python -m analysis COMMAND``: each module of :mod:`.commands` has its own."""

import argparse
import inspect
import sys
from collections.abc import Sequence
from itertools import chain
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
    """Return the parser of all commands, each told by the docstring of its function."""
    top = Parser(
        prog="python -m analysis",
        description='The analysis behind the audit of the "60% by 2028" argument.',
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parts = (validate, ledger, horizon, forecast, cite, what_if)
    for name, (run, options) in chain(*(part.COMMANDS.items() for part in parts if part)):
        about = inspect.cleandoc(run.__doc__)
        one = commands.add_parser(name, help=about.split("\n\n")[0], description=about)
        for flags, how in options.items():
            one.add_argument(*flags.split(), **how)
        one.set_defaults(run=run)
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
