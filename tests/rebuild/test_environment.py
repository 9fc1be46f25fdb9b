"""What runs is what lies in the folder: environment, moved folders, strangers, line ends."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import pytest
from forked_build import run_build
from rebuild import run_notebooks
from site_project import ROOT

#: What ``pip config list`` may say.
CONFIG = Path(__file__).with_name("pip_config.txt").read_text("utf-8")
FILES = ("pyproject.toml", "requirements.lock", "tools/installer.lock", "tools/environment.py")


@pytest.fixture
def environment(tmp_path: Path) -> ModuleType:
    """The script that makes the environment, in a folder of its own."""
    root = tmp_path / "project"
    (root / "tools").mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    return script(root)


def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", root / "tools/environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stand(environment: ModuleType) -> None:
    """Make an environment without packages that counts as whole."""
    command = [sys.executable, "-m", "venv", "--without-pip", environment.ENV]
    subprocess.run(command, check=True)
    environment.name_the_project()
    environment.write_note()


def calls(environment: ModuleType) -> list[bool]:
    """Run the script; return how often it would make the environment, and whether from nothing."""
    made: list[bool] = []
    environment.make = lambda anew: made.append(anew) or 0
    assert environment.main() == 0
    return made


def test_uv_is_told_what_pip_is_told(environment, monkeypatch, capsys):
    for name in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, "run", lambda *_, **__: CompletedProcess([], 0, CONFIG))
    told = environment.uv_settings()
    assert told.pop("UV_INDEX_STRATEGY") == "unsafe-best-match"
    assert told == {
        "UV_DEFAULT_INDEX": "https://example.org/other",
        "UV_INDEX": "file:///one file:///two",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/ca.pem",
        "UV_HTTP_RETRIES": "9",
    }
    monkeypatch.setenv("UV_INDEX", "mine")
    assert "UV_INDEX" not in environment.uv_settings()
    assert capsys.readouterr() == ("", "")


def test_personal_settings_that_move_packages_reach_no_installer(
    environment, monkeypatch, tmp_path
):
    config = tmp_path / "pip.conf"
    config.write_text("[install]\nuser = true\ntarget = /x\n[global]\nproxy = http://p\n", "utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("PIP_PREFIX", "/y")
    monkeypatch.setenv("PIP_INDEX_URL", "https://example.org/simple")
    shown = "import os; print(*sorted(n + '=' + v for n, v in os.environ.items() if 'PIP' in n))"
    assert environment.run(sys.executable, "-c", shown).stdout == f"PIP_CONFIG_FILE={os.devnull}\n"
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    told = environment.settings()
    assert told["proxy"] == "http://p"
    assert told["index-url"] == "https://example.org/simple"
    assert not {"user", "target", "prefix"} & set(told)
    monkeypatch.setattr(environment, "PIP", ("-c", shown))
    seen = environment.pip_install(Path(sys.executable), "x").stdout.split()
    assert {"PIP_INDEX_URL=https://example.org/simple", "PIP_PROXY=http://p"} <= set(seen)
    assert f"PIP_CONFIG_FILE={os.devnull}" in seen
    assert not [one for one in seen if one.startswith(("PIP_USER", "PIP_TARGET", "PIP_PREFIX"))]


@pytest.mark.parametrize("variable", ["XDG_CONFIG_HOME", "UV_CONFIG_FILE"])
@pytest.mark.parametrize("where", ["target", "prefix"])
def test_a_personal_uv_toml_moves_no_package(where, variable, environment, monkeypatch, tmp_path):
    config = tmp_path / "uv" / "uv.toml"
    config.parent.mkdir()
    config.write_text(f'[pip]\n{where} = "{tmp_path / "elsewhere"}"\n', "utf-8")
    monkeypatch.setenv(variable, str(config if variable == "UV_CONFIG_FILE" else tmp_path))
    uv = Path(sys.executable).with_name("uv")
    done = environment.run(uv, "pip", "freeze", "--python", sys.executable)
    assert "pytest==" in done.stdout


def test_both_files_of_make_name_the_same_targets():
    other = (ROOT / "Makefile").read_text("utf-8").partition(".PHONY: ")[2].split()
    ours = (ROOT / "GNUmakefile").read_text("utf-8").partition(".PHONY: ")[2].splitlines()[0]
    assert set(other) - {"all"} == set(ours.split()) - {"env", "python"}


def test_a_whole_environment_is_left_alone_and_half_a_one_or_a_moved_one_made_from_nothing(
    environment, tmp_path
):
    """Another lock is installed into what stands."""
    stand(environment)
    moved = shutil.copytree(environment.ROOT, tmp_path / "moved", symlinks=True)
    assert calls(script(moved)) == [True]
    for change, anew in (
        (lambda it: None, []),
        (lambda it: it.LOCK.write_text("numpy==1.0\n", "utf-8"), [False]),
        (lambda it: it.NOTE.write_text('{"lock": "', "utf-8"), [True]),
        (lambda it: it.NOTE.unlink(), [True]),
        (lambda it: (it.PYTHON.unlink(), it.PYTHON.symlink_to("/nowhere/py")), [True]),
        (lambda it: shutil.rmtree(it.ENV), [True]),
    ):
        change(environment)
        assert calls(environment) == anew
        if environment.PYTHON.exists():
            environment.write_note()


def test_where_no_environment_can_be_made_it_is_told_and_nothing_left(
    environment, monkeypatch, capsys
):
    theirs = environment.ROOT / "theirs" / environment.NOTE.name
    theirs.parent.mkdir()
    theirs.touch()
    environment.ENV.symlink_to(theirs.parent)
    failed = CompletedProcess([], 1, "No module named ensurepip")
    monkeypatch.setattr(environment, "run", lambda *_, **__: failed)
    assert environment.make(anew=True) == 1
    out, err = capsys.readouterr()
    assert out.startswith("making the environment in .venv with Python 3.")
    assert "python3-venv" in err
    monkeypatch.setattr(environment.os, "access", lambda *_: False)
    with pytest.raises(PermissionError, match="nothing may be written here"):
        environment.make(anew=True)
    assert theirs.exists()
    assert not environment.ENV.exists()


def test_an_environment_knows_the_projects_packages_and_entry_points(environment, monkeypatch):
    stand(environment)
    (environment.ROOT / "analysis").mkdir()
    (environment.ROOT / "analysis" / "__init__.py").write_text("", "utf-8")
    question = (
        "import analysis, importlib.metadata as m; print(analysis.__file__);"
        "print([e.name for e in m.entry_points(group='myst_nb.mime_renderers')])"
    )
    monkeypatch.delenv("PYTHONPATH", raising=False)
    said = subprocess.check_output([environment.PYTHON, "-P", "-c", question], text=True)
    package = environment.ROOT / "analysis" / "__init__.py"
    assert said.splitlines() == [str(package), "['audit_figures']"]


def test_an_environment_of_another_python_is_named_where_its_packages_lie(environment):
    site = environment.ENV / "lib" / "python3.99" / "site-packages"
    site.mkdir(parents=True)
    environment.name_the_project()
    assert len(list(site.glob("audit_60_by_2028*"))) == 2


def test_make_lets_no_setting_of_the_user_in():
    shown = 'show: ; @echo "$$PYTHONPATH $${PYTHONHOME-no} $${PYTHONSTARTUP-no}"'
    command = ["make", "--no-print-directory", f"--eval={shown}", "show"]
    theirs = {"PYTHONPATH": "/a", "PYTHONHOME": "/b", "PYTHONSTARTUP": "/c"}
    said = subprocess.check_output(command, cwd=ROOT, env={**os.environ, **theirs}, text=True)
    assert said == f"{ROOT}:{ROOT}/book/_ext:{ROOT}/tools no no\n"


def test_a_port_that_is_taken_or_none_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        for number in (other.getsockname()[1], "", "8 1"):
            make = ["make", "-o", "book", f"PY='{sys.executable}'", f"PORT={number}", "serve"]
            said = subprocess.run(make, cwd=ROOT, capture_output=True, text=True)
            assert said.stderr.startswith(f"The port {number} cannot be had")
            assert "Traceback" not in said.stdout + said.stderr


def test_a_strangers_package_is_refused_in_one_line(tmp_path: Path):
    run_notebooks.refuse_strangers(ROOT)
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "__init__.py").write_text("", "utf-8")
    with pytest.raises(ImportError, match=r"^analysis: expected it from analysis in this"):
        run_notebooks.refuse_strangers(tmp_path)
    (tmp_path / "_config.yml").write_text("title: x\n", "utf-8")
    done = run_build(tmp_path)
    assert done.returncode == 1
    assert "cause    analysis: expected it from" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_checkout_has_the_same_bytes_whatever_git_is_told_of_line_ends(tmp_path: Path):
    if not (ROOT / ".git").exists():
        pytest.skip("this copy of the project is no checkout")
    clone = tmp_path / "clone"
    command = ["git", "-c", "core.autocrlf=true", "clone", "--quiet", ROOT, clone]
    subprocess.run(command, check=True)
    names = subprocess.check_output(["git", "ls-files"], cwd=clone, text=True).split("\n")[:-1]
    assert len(names) > 300
    texts = [name for name in names if not name.endswith(".png")]
    assert [name for name in texts if b"\r\n" in (clone / name).read_bytes()] == []
