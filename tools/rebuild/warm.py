"""Importing this module warms the process that kernels are forked from."""

from .kernels import warm

warm()
