"""The command line: parse, call, print. All but parsing is imported when a command runs, so that help is quick."""

from analyzer.cli.app import main

__all__ = ["main"]
