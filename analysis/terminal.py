"""Run a command on any terminal, pipe or disk: what goes wrong there is one line or silence."""

import os
import sys
from collections.abc import Callable

#: Exit codes of a command that was stopped by Ctrl+C, and of one that nobody listens to any more.
STOPPED, CLOSED = 130, 141


def run(command: Callable[[], int]) -> int:
    """Call ``command`` and return its exit code, with all that it prints as UTF-8.

    Ctrl+C gives 130 and a closed pipe 141, both silently; what the system refuses (a full disk, a
    folder that may not be written to) gives 1 and one line.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            code = command()
        except SystemExit as end:  # argparse has printed its help or what is wrong
            code = end.code
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        silence(1, 2)
        return CLOSED
    except OSError as error:
        place = error.filename or "the output"
        silence(1)
        try:
            print(f"{place}: cannot be used: {error.strerror or error}", file=sys.stderr)
        except OSError:
            silence(2)
        return 1


def silence(*streams: int) -> None:
    """Let what is still to be written to a stream go nowhere: the end of Python is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream)
    os.close(nowhere)
