"""The program around the commands: what becomes of a mistake, of a Ctrl-C whenever it comes, and of the exit code."""

import contextlib
import io
import os
import signal
import sys
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

FOUND, FAILED, INTERRUPTED = 1, 2, 130


def main() -> None:
    """Run the command line; the exit code is 0: fine, 1: findings as asked, 2: could not do it, 130: Ctrl-C."""
    sys.unraisablehook = _come_again
    try:
        _run()
    except SystemExit as why:
        if why.code == INTERRUPTED:
            _leave(why)
        raise
    except (KeyboardInterrupt, Exception) as why:
        from analyzer.errors import interruption

        if interruption(why):  # a connection that Ctrl-C broke into may fail in any way when it is let go
            _leave(why)
        if os.environ.get("ALIGNMENT_DEBUG"):
            raise
        _tell(why)
        sys.exit(FAILED)


def _run() -> None:
    """Run a command; once it has ended, Ctrl-C changes nothing about how."""
    try:
        from analyzer.cli.app import app

        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:  # somebody closed it: what is printed there goes nowhere
                setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as it runs
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        app()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _come_again(what: "UnraisableHookArgs") -> None:
    """Have a Ctrl-C that met a destructor, which can raise nothing, come again a moment later."""
    if isinstance(what.exc_value, KeyboardInterrupt):
        Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(what)


def _leave(why: BaseException) -> NoReturn:
    """End the program after Ctrl-C as it is: threads that still wait for Neo4j's answer are not waited for."""
    from analyzer.cli.common import complain
    from analyzer.errors import interruption

    complain(str(interruption(why) or "") or "interrupted")
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os._exit(INTERRUPTED)


def _tell(why: BaseException) -> None:
    """Say what is in the way, and whose it is to mend."""
    from analyzer.cli.common import complain, write_nowhere
    from analyzer.errors import AlignmentError, BadModel

    if isinstance(why, BadModel):
        sys.stderr.write(f"{why}\n")
    elif isinstance(why, AlignmentError):
        complain(str(why))
    elif isinstance(why, OSError):
        complain(f"the output can't be written: {why.strerror or why}")
        write_nowhere()
    else:
        complain(f"this is a mistake in the program ({type(why).__name__}: {why}); set ALIGNMENT_DEBUG=1 to see where")
