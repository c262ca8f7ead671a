"""Warm kernels: each forked from one process that has already imported the heavy libraries.

A kernel provisioner, jupyter_client's own extension point, so papermill, nbval and every other client can use it.
A forked kernel starts with fresh state and the same environment, folder and streams as an ordinary one. Wherever
forking is not to be had, or ``PRESS_KERNELS=cold`` is set, kernels start the ordinary way.
"""

import array
import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from functools import cache
from pathlib import Path

NAME = "pressroom-warm"
# Address of a running fork server, which the processes below this one share; or "cold".
ADDRESS = "PRESS_KERNELS"
DEFAULT_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
# Run by its path, so that the server imports nothing of the project.
SERVER = Path(__file__).with_name("forkserver.py")


def provisioner():
    """Return the class that jupyter_client asks for kernels; loaded by the entry point through ``Warm``."""
    from jupyter_client.provisioning import LocalProvisioner

    class Warm(LocalProvisioner):
        """Kernels forked from a warm process, or ordinary ones where that cannot be."""

        async def launch_kernel(self, cmd, **kwargs):
            self.process = await asyncio.to_thread(fork, cmd, kwargs.get("env") or dict(os.environ), kwargs.get("cwd"))
            if self.process is None:
                return await super().launch_kernel(cmd, **kwargs)
            self.pid = self.pgid = self.process.pid
            self.cwd = kwargs.get("cwd", Path.cwd())
            return self.connection_info

        async def wait(self):
            while self.process and self.process.poll() is None:
                await asyncio.sleep(0.01)
            return await super().wait()
    return Warm


def __getattr__(name):
    if name != "Warm":
        raise AttributeError(name)
    globals()[name] = provisioner()
    return globals()[name]


def enable():
    """Make warm kernels the default of this process and those below it, if the provisioner is installed."""
    from importlib.metadata import entry_points
    if entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        os.environ.setdefault(DEFAULT_PROVISIONER, NAME)


class Forked:
    """A process forked by the server, as its client sees it: the server tells when it ends."""

    stdin = stdout = stderr = None

    def __init__(self, connection, pid):
        self._connection, self.pid, self.returncode = connection, pid, None
        connection.setblocking(False)

    def poll(self):
        """Return the exit code, or None while it runs; -9 if the server is gone, for its children go with it."""
        if self.returncode is None:
            try:
                self.returncode = int(self._connection.recv(64) or -signal.SIGKILL)
                self._connection.close()
            except BlockingIOError:
                pass
            except ConnectionError:
                self.returncode = -signal.SIGKILL
        return self.returncode

    def wait(self, timeout=None):
        """Wait for the end; return the exit code."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if deadline and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number):
        """Signal the process, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        """Kill the process."""
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


def fork(command, environment, folder=None, streams=(1, 2)):
    """Start ``python -m module ...`` from the warm process.

    Parameters
    ----------
    command : list of str
        An interpreter with its options, ``-m``, a module and its arguments.
    environment : dict
        Must be that of the server, but for names that belong to one run.
    folder : path, optional
        Where it runs; here if not given.
    streams : pair of int
        Descriptors of its standard output and error.

    Returns
    -------
    Forked or None
        None where a warm process cannot serve the command: start it the ordinary way.
    """
    if sys.platform != "linux" or os.environ.get(ADDRESS) == "cold" or "-m" not in command:
        return None
    cut = command.index("-m")
    request = {"interpreter": command[:cut], "module": command[cut + 1], "arguments": command[cut + 2:],
               "environment": environment, "folder": str(folder or os.getcwd())}
    for address in filter(None, (os.environ.get(ADDRESS), _own_server(tuple(command[:cut]), os.getpid()))):
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
            connection.sendmsg([json.dumps(request).encode() + b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", streams))])
            answer = connection.recv(64)
        except OSError:
            answer = b""
        if answer.strip().isdigit():
            return Forked(connection, int(answer))
        connection.close()
    return None


def begin():
    """Start the warm process of this one without waiting for it, where it will be wanted soon."""
    if sys.platform == "linux" and ADDRESS not in os.environ:
        _own_server((sys.executable,), os.getpid())


def start(command, environment, folder, errors):
    """Start a command warm where that can be, else the ordinary way; its standard output and error go to a file.

    Returns
    -------
    Forked or subprocess.Popen
    """
    return fork(command, environment, folder, (errors.fileno(), errors.fileno())) or _ordinary(command, environment, folder, errors)


def start_at_once(command, environment, folder, errors):
    """Start a command as :func:`start` does, but the ordinary way where no process is warm yet."""
    return (start if os.environ.get(ADDRESS) else _ordinary)(command, environment, folder, errors)


def _ordinary(command, environment, folder, errors):
    return subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True)


def preloads(folder="."):
    """Return the modules that a project wants imported beforehand: ``preload`` of ``[tool.pressroom]``, here or above."""
    for place in [Path(folder).resolve(), *Path(folder).resolve().parents]:
        if (place / "pyproject.toml").exists():
            return tomllib.loads((place / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {}).get("pressroom", {}).get("preload", [])
    return []


@cache
def _own_server(interpreter, process):
    """Start a server for this process, once; return its address. A process that was itself forked starts its own."""
    folder = tempfile.mkdtemp(prefix="press-")
    address = f"{folder}/kernels"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        server = subprocess.Popen([*interpreter, str(SERVER), str(listener.fileno()), folder, str(process), *preloads()],
                                  stdin=subprocess.DEVNULL, pass_fds=[listener.fileno()], start_new_session=True)
    atexit.register(_stop, server, folder, process)
    os.environ.setdefault(ADDRESS, address)
    return address


def _stop(server, folder, process):
    if os.getpid() == process:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
