"""Commands on any terminal, pipe and disk: UTF-8, quiet ends, one line for what is refused."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from analysis import terminal
from analysis.__main__ import main
from analysis.arguments import decimal, whole

#: What every command does with the terminal, without the work of one.
QUICK = (
    sys.executable, "-P", "-c",
    "import sys; from analysis import terminal\n"
    "sys.exit(terminal.run(lambda: any(print('\\u2265 1') for _ in range(50_000)) or 0))",
)  # fmt: skip
CIRCUMSTANCES = [
    {"PYTHONIOENCODING": "cp1252"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
]


def run(command, *arguments, stdout=subprocess.PIPE, **variables):
    return subprocess.run(
        [*command, *map(str, arguments)], stdout=stdout, stderr=subprocess.PIPE, check=False,
        env={**os.environ, **variables},
    )  # fmt: skip


@pytest.mark.parametrize("variables", CIRCUMSTANCES)
def test_every_terminal_and_pipe_gets_utf8(variables):
    done = run(QUICK, **variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[0].decode("utf-8") == "≥ 1"


def test_a_pipe_that_is_closed_ends_the_command_quietly():
    with subprocess.Popen(QUICK, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == terminal.CLOSED


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to hand")
def test_a_full_disk_is_one_line():
    with open("/dev/full", "wb") as full:
        done = run(QUICK, stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"the output: cannot be used: No space left on device\n"


def test_a_place_that_cannot_be_written_to_is_one_line(data, capfd):
    (data / "datapackage.json").unlink()
    (data / "datapackage.json").mkdir()
    assert terminal.run(lambda: main(["seal", "--data", str(data)])) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines() + err.splitlines()) <= 2
    assert "Traceback" not in err


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


@pytest.mark.parametrize("arguments", [["claim", "\x1b[31m"], ["verdicts", "\x1b[31m"]])
def test_what_was_typed_does_not_rule_the_terminal(arguments, capsys):
    assert terminal.run(lambda: main(arguments)) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("read", [decimal, whole])
@pytest.mark.parametrize("text", ["1_5", "１", "٣", ""])
def test_an_option_is_a_number_in_plain_digits(read, text):
    with pytest.raises(ValueError, match=f"in plain digits, found '{text}'"):
        read(text)
    assert read("15") == 15


@pytest.mark.parametrize(
    "words",
    [
        "whatif --add x --as-of 1.1.2027",
        "whatif --threshold trend_level=",
        "forecast --needs 60%",
        "horizon --reliability 0.8 x.csv",
    ],
)
def test_an_option_says_what_was_expected(words, capsys):
    assert terminal.run(lambda: main(words.split())) == 2
    typed = re.split("[ =]", words)[-1]
    assert re.search(f": expected a .*, found '{typed}'", capsys.readouterr().err)
