"""The commands of ``python -m analysis``, one module each.

The ``COMMANDS`` of a module map a name to a function, whose docstring is the command's help, and to
its options as argparse takes them. A function gets the parsed options and returns an exit code.
"""
