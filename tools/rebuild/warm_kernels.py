"""Kernels that need not import everything again: forked from one process that has.

Starting a kernel and importing the numeric libraries costs more than most chapters' own work. The
nursery is a process with a single thread that has imported the package, read the evidence and
judged the ledger; each chapter gets a child of it, made by ``fork``, as its kernel. A chapter still
has a process to itself and sees nothing of another. Forking is safe only while there is one thread
and no socket of a kernel, so the nursery counts its threads and declines if there are more; the
chapters then run in ordinary kernels, with the same results.

``python -P -m rebuild.warm_kernels FD`` is the nursery's side: it answers one JSON object a line on
the socket ``FD`` and ends, with its kernels, when the other side hangs up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audit_site import settings

LIBRARIES = (
    "numpy",
    "pandas",
    "altair",
    "scipy.stats",
    "scipy.optimize",
    "statsmodels.api",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "myst_nb",
    "audit_site.notebook",
)


def warm() -> None:
    """Import what chapters import and do the work that every chapter would repeat.

    Nothing here may fail the build: what cannot be done will be told by the chapter that needs it.
    """
    for name in LIBRARIES:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        package = importlib.import_module("analysis")
        for module in pkgutil.walk_packages(package.__path__, "analysis."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        evidence = importlib.import_module("analysis.evidence").load()
        importlib.import_module("analysis.claims.ledger").records(evidence)
    gc.collect()
    gc.freeze()


def threads() -> int:
    """Return the number of threads of this process, or 0 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


def become_kernel(order: dict[str, Any]) -> None:
    """Run a kernel in this process until it is shut down; called in the child alone."""
    os.setsid()
    os.chdir(order["cwd"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.default_int_handler if number == 2 else signal.SIG_DFL)
    arguments = [*order["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance(argv=arguments)


def hang_up(line: socket.socket) -> None:
    """Let go of the builder's socket in a child, whatever still refers to it."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, line.fileno(), inheritable=False)
    os.close(nothing)


def serve(line: socket.socket) -> None:
    """Answer orders until the builder hangs up, then end every kernel that still runs."""
    children: dict[int, int | None] = {}
    with line.makefile("rw", encoding="utf-8") as talk:
        talk.write(json.dumps({"threads": threads()}) + "\n")
        talk.flush()
        for text in talk:
            order = json.loads(text)
            if order["do"] == "start":
                number = os.fork()
                if number == 0:
                    code = 1
                    try:
                        hang_up(line)
                        become_kernel(order)
                        code = 0
                    except SystemExit as leaving:
                        code = leaving.code if isinstance(leaving.code, int) else 0
                    finally:
                        os._exit(code)
                children[number] = None
                answer: dict[str, Any] = {"pid": number}
            else:
                answer = {"status": status(order["pid"], children)}
            talk.write(json.dumps(answer) + "\n")
            talk.flush()
    for number, ended in children.items():
        if ended is None and status(number, children) is None:
            with contextlib.suppress(OSError):
                os.killpg(number, signal.SIGKILL)


def status(number: int, children: dict[int, int | None]) -> int | None:
    """Return a child's exit code, or None while it runs."""
    if children.get(number) is None:
        try:
            done, state = os.waitpid(number, os.WNOHANG)
        except ChildProcessError:
            return 0
        if done:
            children[number] = os.waitstatus_to_exitcode(state)
    return children.get(number)


class Kernel:
    """A kernel of the nursery, with the part of ``subprocess.Popen`` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.nursery, self.pid = nursery, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        if self.returncode is None:
            try:
                self.returncode = self.nursery.ask({"do": "poll", "pid": self.pid})["status"]
            except (OSError, ValueError):
                self.returncode = -int(signal.SIGKILL)  # the nursery took its kernels with it
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Return the exit code; Jupyter calls it only after :meth:`poll` gave one."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class Nursery:
    """The builder's side: starts the nursery and orders kernels from it."""

    def __init__(self, root: Path) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "rebuild.warm_kernels", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=root,
                env={**os.environ, **settings.FIXED_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
            )
        self.line = ours
        self.talk = ours.makefile("rw", encoding="utf-8")

    def answer(self) -> dict[str, Any]:
        """Return the next answer; ``OSError`` when the nursery is gone."""
        text = self.talk.readline()
        if not text:
            raise ConnectionError("the nursery of kernels has ended")
        return json.loads(text)

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Send an order and return its answer."""
        self.talk.write(json.dumps(order) + "\n")
        self.talk.flush()
        return self.answer()

    def start(self, arguments: list[str], cwd: str) -> Kernel:
        """Start a kernel with ipykernel's command line ``arguments`` in the folder ``cwd``."""
        order = {"do": "start", "arguments": arguments, "cwd": cwd}
        return Kernel(self, self.ask(order)["pid"])

    def close(self) -> None:
        """Hang up: the nursery ends, and so does every kernel it still has."""
        with contextlib.suppress(OSError):
            self.talk.close()
        self.line.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def nursery(root: Path, *, wanted: bool = True) -> Iterator[Nursery | None]:
    """Give a nursery that is ready to fork, or None where it is not wanted or forking not safe.

    ``AUDIT_ORDINARY_KERNELS=1`` in the environment asks for ordinary kernels.
    """
    linux = sys.platform.startswith("linux")
    if not (wanted and linux) or os.environ.get("AUDIT_ORDINARY_KERNELS"):
        yield None
        return
    made = Nursery(root)
    try:
        try:
            ready = made.answer()["threads"] == 1
        except OSError:
            ready = False
        yield made if ready else None
    finally:
        made.close()


def main() -> None:
    """The nursery's own process."""
    line = socket.socket(fileno=int(sys.argv[1]))
    line.set_inheritable(False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the builder, which hangs up
    warm()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(line)


if __name__ == "__main__":
    main()
