"""Importing this module warms the process that kernels are forked from."""

import signal

from .kernels import warm

# Ctrl+C is for the builder, with whose end this process ends too.
signal.signal(signal.SIGINT, signal.SIG_IGN)
warm()
