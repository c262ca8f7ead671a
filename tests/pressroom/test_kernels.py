"""Warm kernels: like cold ones in all but time, fresh for every run, gone when they should be."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel

from pressroom import kernels, notebooks

from .conftest import cell, write_chapter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forking is for Linux; elsewhere kernels start the ordinary way")


@pytest.fixture
def warm(monkeypatch):
    """Warm kernels by default; fails where the provisioner is not installed, for then nothing here is tested."""
    kernels.enable()
    assert os.environ.get(kernels.DEFAULT_PROVISIONER) == kernels.NAME, "the entry point is not installed: pip install --no-deps --no-build-isolation -e ."


def ended(pid, seconds=5.0):
    """Say whether a process is gone, or is so within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def printed(path, output, **options):
    """Run a notebook; return what its cells print."""
    notebooks.run(path, output, **options)
    return "".join(item.text for part in nbformat.read(output, 4).cells for item in part.get("outputs", []) if item.output_type == "stream")


def book(folder, *sources):
    """Write a notebook of code cells; return its path."""
    path = folder / "run.ipynb"
    write_chapter(path, [cell("code", "n = 1", "parameters"), *(cell("code", source) for source in sources)])
    return path


STATE = """\
import os, random, signal, sys, threading, warnings, pandas, numpy
print(pandas.get_option("display.max_rows"), "marked" in os.environ, os.path.basename(os.getcwd()), getattr(sys, "mark", None), hasattr(pandas, "mark"),
      signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD), threading.active_count() > 20, sys.path[0] == "", __name__, sys.stdin.read if False else "")
print(sorted(name for name in globals() if not name.startswith("_")))
print(sorted(name for name in sys.modules if name.startswith("pressroom.") or name == "runpy"))"""
LEAVE = "import os, sys, pandas; os.environ['marked'] = '1'; sys.mark = pandas.mark = 1; pandas.set_option('display.max_rows', 3); os.chdir('/')"


def test_a_warm_run_is_a_cold_run_but_for_time(warm, tmp_path, monkeypatch):
    path = book(tmp_path, STATE)
    hot = printed(path, tmp_path / "warm.ipynb")
    monkeypatch.setenv(kernels.ADDRESS, "cold")
    assert printed(path, tmp_path / "cold.ipynb").replace("'runpy'", "") == hot.replace("'runpy'", "")


@pytest.mark.parametrize("name", ["evidence/harm", "policy/playbook"])
def test_a_chapter_is_the_same_bytes_warm_and_cold(warm, root, tmp_path, monkeypatch, name):
    path = root / "chapters" / f"{name}.ipynb"
    notebooks.run(path, tmp_path / "warm.ipynb")
    monkeypatch.setenv(kernels.ADDRESS, "cold")
    notebooks.run(path, tmp_path / "cold.ipynb")
    assert (tmp_path / "warm.ipynb").read_bytes() == (tmp_path / "cold.ipynb").read_bytes()


def test_nothing_leaks_from_one_run_to_the_next(warm, tmp_path):
    path = book(tmp_path, STATE)
    before = printed(path, tmp_path / "one.ipynb")
    printed(book(tmp_path, LEAVE), tmp_path / "two.ipynb")
    assert printed(book(tmp_path, STATE), tmp_path / "three.ipynb") == before
    assert "False" in before and "marked" not in before


def test_unseeded_numbers_differ_and_the_kernels_are_forked(warm, tmp_path):
    path = book(tmp_path, "import os, random, numpy; print(numpy.random.random(), random.random(), os.getppid())")
    one, two = (printed(path, tmp_path / name).split() for name in ("one.ipynb", "two.ipynb"))
    assert one[0] != two[0] and one[1] != two[1] and one[2] == two[2] != str(os.getpid())


def test_a_warm_kernel_is_interrupted_and_killed(warm):
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        assert isinstance(manager.provisioner.process, kernels.Forked)
        asked = client.execute("import time\nprint('begun', flush=True)\nwhile True: time.sleep(0.01)")
        while client.get_iopub_msg(timeout=30)["content"].get("name") != "stdout":
            pass
        manager.interrupt_kernel()
        while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != asked:
            pass
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        pid = manager.provisioner.process.pid
        assert manager.is_alive()
        os.kill(pid, signal.SIGKILL)
        assert ended(pid) and manager.provisioner.process.wait(5) == -signal.SIGKILL and not manager.is_alive()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name, value", [("PYTHONHASHSEED", "7"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C"), ("PANDAS_SOMETHING", "1")])
def test_another_environment_gets_an_ordinary_process(warm, name, value):
    command = [sys.executable, "-m", "platform"]
    forked = kernels.fork(command, dict(os.environ))
    assert forked.wait(20) == 0
    assert kernels.fork(command, os.environ | {name: value}) is None


def test_cold_is_cold(warm, monkeypatch):
    monkeypatch.setenv(kernels.ADDRESS, "cold")
    assert kernels.fork([sys.executable, "-m", "platform"], dict(os.environ)) is None
    manager, client = start_new_kernel(kernel_name="python3")
    client.stop_channels()
    assert isinstance(manager.provisioner.process, subprocess.Popen)
    manager.shutdown_kernel(now=True)


PARENT = """\
import os, subprocess, sys, time
from pressroom import kernels
process = kernels.fork([sys.executable, "-c", "pass", "-m", "timeit"][:1] + ["-m", "timeit", "-n", "1", "-r", "1", "import time; time.sleep(60)"], dict(os.environ))
print(process.pid, open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()[1], os.environ["PRESS_KERNELS"], flush=True)
time.sleep(60)
"""


def test_the_server_and_its_processes_die_with_their_parent(root):
    environment = {name: value for name, value in os.environ.items() if name != kernels.ADDRESS}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=root, env=environment | {"PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True)
    forked, server, address = parent.stdout.readline().split()
    assert not ended(int(forked), 0.1) and not ended(int(server), 0.1)
    parent.kill()
    parent.wait()
    assert ended(int(server)) and ended(int(forked)) and not Path(address).parent.exists()


def test_the_exit_code_and_the_streams_are_those_of_the_process(warm, tmp_path):
    (tmp_path / "fails.py").write_text("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    with open(tmp_path / "said", "w+") as said:
        assert kernels.start([sys.executable, "-m", "fails"], dict(os.environ), tmp_path, said).wait(20) == 3
        assert sorted((tmp_path / "said").read_text().split()) == ["err", "out"]


def test_waiting_has_an_end(warm):
    process = kernels.fork([sys.executable, "-m", "timeit", "-n", "1", "-r", "1", "import time; time.sleep(60)"], dict(os.environ))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.1)
    process.terminate()
    assert process.wait(5) == -signal.SIGTERM and asyncio.run(asyncio.sleep(0)) is None
