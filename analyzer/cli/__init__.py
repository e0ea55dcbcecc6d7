"""The command line: parse, call, print. All but parsing is imported when a command runs, so that help is quick."""

from analyzer.cli.program import main

__all__ = ["main"]
