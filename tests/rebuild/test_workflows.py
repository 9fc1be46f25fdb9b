"""The publishing workflows: they parse, pin what they use, ask for little, and name no machine."""

import re
import subprocess
from typing import Any

import pytest
import yaml
from site_project import ROOT

FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.yml"))


def read(name: str) -> dict[str, Any]:
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.BaseLoader)


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in read(name)["jobs"].values() for step in job.get("steps", [])]


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_pins_its_actions_and_may_only_read_unless_a_job_asks(name):
    for step in steps(name):
        assert ("uses" in step) != ("run" in step)
        assert re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+|", step.get("uses", ""))
    content = read(name)
    assert content["permissions"] == {"contents": "read"}
    granted = {key for job in content["jobs"].values() for key in job.get("permissions", {})}
    wanted = {"publish.yml": {"pages", "id-token"}, "release.yml": {"contents"}}
    assert granted == wanted.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_names_no_machine_and_takes_no_text_from_strangers(name):
    text = (FOLDER / name).read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work)\b|https?://|index-url|PIP_", text)
    # Titles and branch names of a pull request inside a shell command would run as commands.
    for step in steps(name):
        assert "${{" not in step.get("run", "")


def test_the_notes_of_a_release_are_its_entry_of_the_changelog(tmp_path):
    step = next(step for step in steps("release.yml") if "awk" in step.get("run", ""))
    lines = step["run"].split("test -s")[0]

    def notes():
        command = ["bash", "-c", f"{lines}\ncat notes.md"]
        variables = {"GITHUB_REF_NAME": "v0.2.0", "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, cwd=tmp_path, env=variables, stdout=-1, text=True).stdout

    assert notes() == ""  # no changelog, no notes
    (tmp_path / "CHANGELOG.md").write_text(
        "# Log\n\n## 0.2.0 (built 2027-01-01)\n\nC23 moved.\n\n## 0.1.0 (x)\n\nFirst.\n"
    )
    assert notes().strip() == "C23 moved."
