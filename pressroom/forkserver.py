"""The fork server behind the warm kernels: a program that imports the heavy libraries once, then forks on request.

It has one thread, for a fork takes only one along, and opens no ZeroMQ context, which no fork survives.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import selectors
import shutil
import signal
import socket
import sys
import traceback

# What every kernel imports sooner or later.
KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "IPython.core.completerlib", "IPython.extensions.storemagic", "tornado.platform.asyncio")
# A server's kernels have its environment; these alone may differ, for no library reads them when it is imported.
PER_RUN = ("JPY_", "PRESS_", "PYTEST_", "PAPERMILL_", "JUPYTER_DEFAULT_PROVISIONER_NAME", "PWD", "OLDPWD", "SHLVL", "LINES", "COLUMNS", "_")


class Server:
    """The warm process: forks on request, tells clients when their processes end, ends with its parent."""

    def __init__(self, listener, folder, parent):
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
            self.selector.register(connection, selectors.EVENT_READ, self.hang_up)
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
    sys.path.pop(0)  # the folder of this file
    # A run to its end needs no debugger; to import it takes a kernel as long as all else, and once imported it slows what is forked.
    sys.modules["debugpy"] = None
    for name in (*KERNEL, *modules):
        importlib.import_module(name)
    del sys.modules["debugpy"]
    gc.freeze()
    Server(socket.socket(fileno=int(listener)), folder, int(parent)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
