"""Kernels that need not import everything again: forked from one process that has.

Starting a kernel and importing the numeric libraries costs more than most chapters' own work. The
fork server of the standard library imports this module once, which imports the package, reads the
evidence and judges the ledger; each chapter's kernel is a child of that process. A chapter still
has a process to itself and sees nothing of another. Forking is safe only while there is one thread:
a child of a server with more becomes an ordinary kernel instead, with the same results.
"""

import contextlib
import gc
import importlib
import multiprocessing
import os
import pkgutil
import signal
import sys
import threading
import types
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from audit_site import inputs, settings
from audit_site.common import deaf_children

LIBRARIES = (
    "numpy",
    "pandas",
    "altair",
    "scipy.stats",
    "scipy.optimize",
    "statsmodels.api",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",  # every kernel looks for it, and it keeps no compiled code
    "myst_nb",
    "audit_site.notebook",
    "audit_site.tables.plain",
)
#: Fewer notebooks than this run in ordinary kernels: warming a server would take longer.
WORTH_WARMING = 3
#: The module that the fork server imports to become warm.
WARM = f"{__package__}.warm"


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
        if Path.cwd() == inputs.ROOT:
            # Chapters read the evidence also where the ledger lies ready from an earlier build.
            importlib.import_module("analysis.evidence").load()
            # What is judged here, while nothing else can run, need not be judged by the builder.
            importlib.import_module("audit_site.ledger.data").read(inputs.ROOT, "")
    gc.collect()
    gc.freeze()


def end_with_the_builder() -> None:
    """Wait for the builder's end, then end this kernel and what it started."""
    builder = multiprocessing.parent_process()
    assert builder is not None
    builder.join()
    os.killpg(0, signal.SIGKILL)


def become_kernel(arguments: list[str], cwd: str, variables: dict[str, str]) -> None:
    """Run a kernel in this child of the fork server until it is shut down."""
    os.setsid()
    os.environ.update(variables)
    os.chdir(cwd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # What a cell says goes to the notebook; what is left is how a kernel dies with a stopped build.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    arguments = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    if len(os.listdir("/proc/self/task")) > 1 or "analysis" not in sys.modules:
        os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", *arguments])
    threading.Thread(target=end_with_the_builder, daemon=True).start()
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance(argv=arguments)


def begin_warming(*libraries: str) -> None:
    """Start the fork server, unless it runs; it becomes warm while the builder does other things,
    and loads ``libraries`` beside."""
    os.environ.update(settings.FIXED_ENVIRONMENT)
    multiprocessing.set_forkserver_preload([WARM, *libraries])
    with deaf_children():
        forkserver.ensure_running()


class Kernel(multiprocessing.context.ForkServerProcess):
    """A forked kernel with the part of ``subprocess.Popen`` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], cwd: str, variables: dict[str, str]) -> None:
        begin_warming()
        super().__init__(target=become_kernel, args=(arguments, cwd, variables), daemon=True)
        # The child would import the builder's main module again.
        main, sys.modules["__main__"] = sys.modules["__main__"], types.ModuleType("__main__")
        try:
            self.start()
        finally:
            sys.modules["__main__"] = main

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        return self.exitcode

    def wait(self) -> int | None:
        """Return the exit code after the kernel's end."""
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Do nothing: Jupyter signals the group, and asks for this where no group is left."""


def provisioner(manager: Any, cwd: str) -> Any:
    """Return what starts a manager's kernel from the fork server, or alone where that fails."""
    from jupyter_client.provisioning import LocalProvisioner

    class Forked(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **more: Any) -> Any:
            try:
                arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
                self.process = Kernel(arguments, cwd, more.get("env") or {})
            except (OSError, EOFError, ValueError):
                return await super().launch_kernel(cmd, **more)
            self.pid = self.pgid = self.process.pid
            return self.connection_info

    return Forked(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)


def can_fork() -> bool:
    """Say whether kernels may be forked: on Linux, unless ``AUDIT_ORDINARY_KERNELS`` is set."""
    return sys.platform.startswith("linux") and not os.environ.get("AUDIT_ORDINARY_KERNELS")
