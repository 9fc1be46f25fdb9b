"""Commands on any terminal, pipe and disk: UTF-8, quiet ends, one line for what is refused."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from analysis import evidence, terminal
from analysis.__main__ import main
from analysis.arguments import decimal, whole

PYTHON = (sys.executable, "-P", "-m", "analysis")


def run(*arguments, stdout=subprocess.PIPE, **variables):
    return subprocess.run(
        [*PYTHON, *map(str, arguments)], stdout=stdout, stderr=subprocess.PIPE, check=False,
        env={**os.environ, **variables},
    )  # fmt: skip


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_every_terminal_and_pipe_gets_utf8(variables):
    plain = run("claim", "C50", PYTHONUTF8="1")
    assert any(byte > 127 for byte in plain.stdout)
    done = run("claim", "C50", **variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == plain.stdout


def test_a_pipe_that_is_closed_ends_the_command_quietly():
    with subprocess.Popen(
        [*PYTHON, "verdicts", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == terminal.CLOSED


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to hand")
def test_a_full_disk_is_one_line():
    with open("/dev/full", "wb") as full:
        done = run("verdicts", stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"the output: cannot be used: No space left on device\n"


def test_a_place_that_cannot_be_written_to_is_one_line(tmp_path):
    data = shutil.copytree(evidence.DATA, tmp_path / "data")
    (data / "datapackage.json").unlink()
    (data / "datapackage.json").mkdir()
    done = run("seal", "--data", data)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines() + done.stderr.splitlines()) <= 2


def test_a_command_that_is_stopped_says_nothing(tmp_path):
    waits = "import time; from analysis import terminal; print('on', flush=True);"
    code = f"{waits} raise SystemExit(terminal.run(lambda: time.sleep(60)))"
    with subprocess.Popen(
        [sys.executable, "-P", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.communicate() == (b"", b"")
    assert process.returncode == terminal.STOPPED


@pytest.mark.parametrize("read", [decimal, whole])
@pytest.mark.parametrize("text", ["1_5", "１", "٣", ""])
def test_an_option_is_a_number_in_plain_digits(read, text):
    with pytest.raises(ValueError, match=r"plain digits|invalid literal|could not convert"):
        read(text)
    assert read("15") == 15


@pytest.mark.parametrize("arguments", [["claim", "\x1b[31m"], ["verdicts", "\x1b[31m"]])
def test_what_was_typed_does_not_rule_the_terminal(arguments, capsys):
    assert terminal.run(lambda: main(arguments)) == 2
    assert "\x1b" not in capsys.readouterr().err
