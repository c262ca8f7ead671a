"""The checks before a commit: they need no network, they see a fault, and they are quick."""

import resource
import shlex
import subprocess
import sys

import pytest
import yaml


@pytest.fixture
def hooks(root):
    repositories = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [item["repo"] for item in repositories] == ["local"], "a hook from elsewhere needs the network"
    return {item["id"]: item for item in repositories[0]["hooks"]}


def run(hook, folder):
    """Run a hook as it is written, with the Python of these tests."""
    assert hook["language"] == "system" and hook["entry"].startswith(".venv/bin/python ")
    words = [sys.executable, *shlex.split(hook["entry"])[1:]]
    return subprocess.run(words, cwd=folder, text=True, capture_output=True)


def test_the_checks_pass_within_five_seconds_of_work(hooks, root):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for hook in hooks.values():
        done = run(hook, root)
        assert done.returncode == 0, f"{hook['name']}\n{done.stdout}{done.stderr}"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


def test_unclean_code_is_seen(hooks, tmp_path, root):
    (tmp_path / "pyproject.toml").write_bytes((root / "pyproject.toml").read_bytes())
    (tmp_path / "unclean.py").write_text("import os\n", encoding="utf-8")
    done = run(hooks["ruff"], tmp_path)
    assert done.returncode and "unclean.py:1:8" in done.stdout
