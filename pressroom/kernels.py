"""Warm kernels: each forked from one process that has already imported the heavy libraries.

A kernel provisioner, jupyter_client's own extension point, so papermill, nbval and every other client can use it.
A forked kernel starts with fresh state and the same environment, folder and streams as an ordinary one. Wherever
forking is not to be had, or ``PRESS_KERNELS=cold`` is set, kernels start the ordinary way.

This file is also the program of the fork server, run by its path, so that the server imports nothing of the project.
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
# A server's kernels have its environment; these alone may differ, for no library reads them when it is imported.
PER_RUN = ("JPY_", "PRESS_", "PYTEST_", "PAPERMILL_", "JUPYTER_DEFAULT_PROVISIONER_NAME", "PWD", "OLDPWD", "SHLVL", "LINES", "COLUMNS", "_")
DEFAULT_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"


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


def start(command, environment, folder, errors):
    """Start a command warm where that can be, else the ordinary way; its standard output and error go to a file.

    Returns
    -------
    Forked or subprocess.Popen
    """
    return (fork(command, environment, folder, (errors.fileno(), errors.fileno()))
            or subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True))


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
        server = subprocess.Popen([*interpreter, __file__, str(listener.fileno()), folder, str(process), *preloads()],
                                  stdin=subprocess.DEVNULL, pass_fds=[listener.fileno()], start_new_session=True)
    atexit.register(_stop, server, folder, process)
    os.environ.setdefault(ADDRESS, address)
    return address


def _stop(server, folder, process):
    if os.getpid() == process:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """The warm process: forks on request, tells clients when their processes end, ends with its parent."""

    def __init__(self, listener, folder, parent):
        import selectors
        self.listener, self.folder, self.parent = listener, folder, parent
        self.environment = dict(os.environ)
        self.children = {}
        self.ready, self.wake = socket.socketpair()
        self.ready.setblocking(False)
        self.wake.setblocking(False)
        self.selector = selectors.DefaultSelector()
        for source, act in ((listener, self.accept), (self.ready, self.reap)):
            self.selector.register(source, selectors.EVENT_READ, act)

    def run(self):
        """Serve until the parent is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake.fileno(), warn_on_full_buffer=False)
        while os.getppid() == self.parent:
            for key, _ in self.selector.select(timeout=1):
                key.data(key.fileobj)
        for pid in self.children:
            _kill(pid)
        shutil.rmtree(self.folder, ignore_errors=True)

    def accept(self, listener):
        """Take one request: fork, or answer that the ordinary way must do."""
        connection, _ = listener.accept()
        text, streams, _, _ = socket.recv_fds(connection, 1 << 20, 2)
        while text and not text.endswith(b"\n"):
            text += connection.recv(1 << 20)
        if not text:
            return connection.close()
        request = json.loads(text)
        if not self.fits(request):
            connection.send(b"cold\n")
            connection.close()
        else:
            pid = os.fork()
            if not pid:
                self.become(request, connection, streams)
            self.children[pid] = connection
            self.selector.register(connection, 1, self.hang_up)
            connection.send(b"%d\n" % pid)
        for stream in streams:
            os.close(stream)

    def fits(self, request):
        """Say whether a process forked here is what the interpreter would start."""
        return (sys.orig_argv[:len(request["interpreter"]) + 1] == [*request["interpreter"], __file__]
                and _lasting(request["environment"]) == _lasting(self.environment))

    def hang_up(self, connection):
        """A client is gone or has nothing to say: its process goes."""
        self.selector.unregister(connection)
        for pid in [pid for pid, other in self.children.items() if other is connection]:
            _kill(pid)

    def reap(self, ready):
        """Tell the clients whose processes have ended."""
        ready.recv(4096)
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            connection = self.children.pop(pid)
            if connection in self.selector.get_map():
                self.selector.unregister(connection)
            try:
                connection.send(b"%d\n" % os.waitstatus_to_exitcode(status))
            except OSError:
                pass
            connection.close()

    def become(self, request, connection, streams):
        """In the child: leave nothing of the server behind, then run the module as ``python -m`` does."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.selector.close()
            for held in (self.listener, self.ready, self.wake, connection, *self.children.values()):
                held.close()
            os.setsid()
            for target, stream in zip((1, 2), streams):
                os.dup2(stream, target)
                os.close(stream)
            os.chdir(request["folder"])
            os.environ.clear()
            # A kernel ends when the process that its environment names as its parent does: here, the server.
            os.environ.update(request["environment"], **{"JPY_PARENT_PID": str(os.getppid())})
            code = _run(request["module"], request["arguments"])
        finally:
            os._exit(code)


def _run(module, arguments):
    import runpy
    import traceback
    if "numpy.random" in sys.modules:  # Python's own generator is seeded anew after a fork; numpy's is not.
        sys.modules["numpy.random"].seed()
    sys.path.insert(0, os.getcwd())
    sys.argv = [module, *arguments]
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


def _lasting(environment):
    return {name: value for name, value in environment.items()
            if name not in PER_RUN and not name.startswith(tuple(prefix for prefix in PER_RUN if prefix.endswith("_") and len(prefix) > 1))}


def _kill(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def main(listener, folder, parent, *modules):
    """Import the modules, then serve."""
    import gc
    import importlib
    sys.path.pop(0)  # the folder of this file
    for name in ("ipykernel.kernelapp", "ipykernel.ipkernel", *modules):
        importlib.import_module(name)
    gc.freeze()
    Server(socket.socket(fileno=int(listener)), folder, int(parent)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
