"""The status of a release, for histories made for the test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from specslint.cli.main import main
from specslint.config.loading import areas_of
from specslint.config.settings import Config
from specslint.status.areas import sorter
from tests.conftest import Repository

FILLER = "\n".join(f"The scheduler of part {n} counts what it has placed." for n in range(30))


def spec(title: str, blueprint: str | None = None, body: str = FILLER) -> str:
    url = f"https://blueprints.launchpad.net/nova/+spec/{blueprint}\n\n" if blueprint else ""
    line = "=" * len(title)
    return f"{line}\n{title}\n{line}\n\n{url}{body}\n"


@dataclass
class Branch:
    """A branch that Gerrit merges changes into, a day at a time."""

    repository: Repository
    patch: pytest.MonkeyPatch
    names: dict[str, str] = field(default_factory=dict)

    def on(self, day: str) -> None:
        """Set the day of everything that follows."""
        self.patch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+0000")

    def add(self, path: str, title: str, message: str = "Propose it", body: str = FILLER) -> str:
        name = path.rpartition("/")[2].removesuffix(".rst")
        self.repository.write(path, spec(title, name, body))
        return self.repository.commit(message)

    def move(self, old: str, new: str, message: str = "Move it") -> str:
        (self.repository.root / new).parent.mkdir(parents=True, exist_ok=True)
        self.repository.git("mv", old, new)
        return self.repository.commit(message)

    def merged(self, path: str, title: str, message: str, change: str) -> str:
        """Merge a change with a merge commit, as Gerrit does; the hash of the change."""
        git = self.repository.git
        git("checkout", "-q", "-b", "change")
        name = self.add(path, title, f"{message}\n\nChange-Id: {change}\n")
        git("checkout", "-q", "master")
        self.repository.commit("Another change")
        git("merge", "-q", "--no-ff", "-m", f'Merge "{message}"', "change")
        git("branch", "-q", "-d", "change")
        return name


@pytest.fixture
def branch(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """A branch with the templates of juno and kilo."""
    made = Branch(repository, monkeypatch)
    made.on("2014-04-01")
    repository.write("specs/juno-template.rst", "Juno\n")
    repository.write("specs/kilo-template.rst", "Kilo\n")
    repository.commit("Begin")
    return made


@dataclass
class Shown:
    """The output of a run."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)

    def spec(self, name: str) -> Any:
        (found,) = (spec for spec in self.json["specs"] if spec["name"] == name)
        return found


class Call:
    """Runs ``specslint status`` in a branch's repository."""

    def __init__(self, branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
        self._root = str(branch.repository.root)
        self._capsys = capsys

    def __call__(self, *words: str, form: str = "json") -> Shown:
        code = main(["status", "--root", self._root, "--format", form, *words])
        shown = self._capsys.readouterr()
        return Shown(code, shown.out, shown.err)


@pytest.fixture
def call(branch: Branch, capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(branch, capsys)


# --- the contract ---------------------------------------------------------------


def test_the_json_is_the_contract(branch: Branch, call: Call) -> None:
    branch.on("2014-05-02")
    branch.add("specs/juno/approved/cold-boot.rst", "Cold boot")
    branch.on("2014-11-03")
    name = branch.merged(
        "specs/kilo/approved/cold-boot.rst",
        "Cold boot of instances",
        "Propose it again\n\nPreviously-approved: juno",
        "I" + "1" * 40,
    )
    head = branch.repository.git("rev-parse", "HEAD").strip()
    assert call("kilo").json == {
        "release": "kilo",
        "at": head,
        "specs": [
            {
                "name": "cold-boot",
                "path": "specs/kilo/approved/cold-boot.rst",
                "title": "Cold boot of instances",
                "blueprint": "https://blueprints.launchpad.net/nova/+spec/cold-boot",
                "area": "Instance features",
                "state": "approved",
                "fast_tracked": True,
                "previously_approved": ["juno"],
                "reproposed_to": [],
                "review": None,
                "commit": name,
                "date": "2014-11-03T12:00:00Z",
            }
        ],
    }
    assert call("juno").spec("cold-boot")["reproposed_to"] == ["kilo"]


# --- the states of a spec ---------------------------------------------------------


def test_a_spec_keeps_its_commit_when_it_is_implemented(branch: Branch, call: Call) -> None:
    name = branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot")
    branch.move("specs/kilo/approved/cold-boot.rst", "specs/kilo/implemented/cold-boot.rst")
    found = call("kilo").spec("cold-boot")
    assert (found["state"], found["commit"]) == ("implemented", name)


def test_and_when_it_is_rewritten_and_renamed_on_the_way(branch: Branch, call: Call) -> None:
    name = branch.add("specs/kilo/boot.rst", "Boot")
    branch.move("specs/kilo/boot.rst", "specs/kilo/approved/cold-boot.rst")
    (branch.repository.root / "specs/kilo/approved/cold-boot.rst").unlink()
    branch.add("specs/kilo/implemented/cold-boot.rst", "All new", body="Nothing is as it was.")
    found = call("kilo").spec("cold-boot")
    assert (found["state"], found["commit"], found["title"]) == ("implemented", name, "All new")


def test_a_removed_spec_that_comes_back_is_new(branch: Branch, call: Call) -> None:
    path = "specs/kilo/approved/cold-boot.rst"
    branch.add(path, "Cold boot")
    branch.repository.git("rm", "-q", path)
    branch.repository.commit("Not now")
    assert call("kilo").json["specs"] == []
    name = branch.add(path, "Cold boot")
    assert call("kilo").spec("cold-boot")["commit"] == name


def test_an_abandoned_spec_is_still_the_release_s(branch: Branch, call: Call) -> None:
    name = branch.add("specs/juno/approved/cold-boot.rst", "Cold boot")
    branch.add("specs/backlog/approved/warm-boot.rst", "Warm boot", body="One day, perhaps.")
    branch.move("specs/juno/approved/cold-boot.rst", "specs/abandoned/cold-boot.rst")
    branch.move("specs/backlog/approved/warm-boot.rst", "specs/abandoned/warm-boot.rst")
    document = call("juno").json
    assert [(s["name"], s["path"], s["state"], s["commit"]) for s in document["specs"]] == [
        ("cold-boot", "specs/abandoned/cold-boot.rst", "abandoned", name)
    ]
    assert call("kilo").json["specs"] == []


def test_a_spec_that_moves_to_another_release_leaves_this_one(branch: Branch, call: Call) -> None:
    branch.add("specs/juno/approved/cold-boot.rst", "Cold boot")
    message = "Move it\n\nPreviously-approved: juno"
    name = branch.move(
        "specs/juno/approved/cold-boot.rst", "specs/kilo/approved/cold-boot.rst", message
    )
    assert call("juno").json["specs"] == []
    found = call("kilo").spec("cold-boot")
    assert (found["commit"], found["fast_tracked"]) == (name, True)


def test_a_link_to_the_template_is_no_spec(branch: Branch, call: Call) -> None:
    directory = branch.repository.root / "specs/kilo/approved"
    directory.mkdir(parents=True)
    (directory / "kilo-template.rst").symlink_to("../../kilo-template.rst")
    branch.repository.commit("Show the template among the specs")
    assert call("kilo").json["specs"] == []


def test_a_merged_spec_has_the_commit_that_added_it(branch: Branch, call: Call) -> None:
    """The change is older than what was merged before it, and has the tag."""
    branch.add("specs/juno/approved/cold-boot.rst", "Cold boot")
    path = "specs/kilo/approved/cold-boot.rst"
    name = branch.merged(path, "Cold boot", "Again\n\nPreviously-approved: juno", "I" + "1" * 40)
    found = call("kilo").spec("cold-boot")
    assert (found["commit"], found["previously_approved"]) == (name, ["juno"])


def test_a_merge_that_adds_a_spec_itself(branch: Branch, call: Call) -> None:
    git = branch.repository.git
    git("checkout", "-q", "-b", "change")
    branch.repository.commit("A change")
    git("checkout", "-q", "master")
    git("merge", "-q", "--no-ff", "--no-commit", "change")
    name = branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot", "Merge and add")
    assert call("kilo").spec("cold-boot")["commit"] == name


def test_a_renamed_copy_is_found_by_its_tag(branch: Branch, call: Call) -> None:
    branch.add("specs/juno/approved/boot.rst", "Cold boot")
    message = "Again\n\nPreviously-approved: juno"
    branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot", message)
    branch.add("specs/liberty/approved/cold-boot.rst", "Cold boot")
    branch.add("specs/liberty/approved/boot-again.rst", "Cold boot", "No tag, so no copy")
    assert call("juno").spec("boot")["reproposed_to"] == ["kilo", "liberty"]
    assert call("kilo").spec("cold-boot")["reproposed_to"] == ["liberty"]


def test_a_title_and_a_blueprint_that_need_the_parser(branch: Branch, call: Call) -> None:
    text = "Use ``cold`` boot\n=================\n\nSee `the plan`_.\n\n.. _the plan: "
    text += "HTTP://blueprints.launchpad.net/Nova/+spec/Cold-Boot\n"
    branch.repository.write("specs/kilo/approved/cold-boot.rst", text)
    branch.repository.write("specs/kilo/approved/empty.rst", "")
    branch.repository.write("specs/kilo/approved/nul.rst", "a\0b")
    branch.repository.commit("Propose them")
    shown = call("kilo")
    found = shown.spec("cold-boot")
    assert found["title"] == "Use cold boot"
    assert found["blueprint"] == "https://blueprints.launchpad.net/nova/+spec/cold-boot"
    for name in ("empty", "nul"):
        assert (shown.spec(name)["title"], shown.spec(name)["blueprint"]) == (name, None)


# --- earlier states and changes -----------------------------------------------------


def test_a_day_ends_at_midnight_utc(branch: Branch, call: Call) -> None:
    branch.patch.setenv("GIT_COMMITTER_DATE", "2014-11-03T23:59:59+0000")
    first = branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot")
    branch.patch.setenv("GIT_COMMITTER_DATE", "2014-11-04T01:00:00+0100")
    second = branch.add("specs/kilo/approved/warm-boot.rst", "Warm boot")
    assert call("kilo", "--at", "2014-11-03").json["at"] == first
    assert call("kilo", "--at", "2014-11-04").json["at"] == second
    assert call("kilo", "--at", "HEAD~1").json["at"] == first


def test_what_changed(branch: Branch, call: Call) -> None:
    branch.on("2014-05-01")
    branch.add("specs/juno/approved/boot.rst", "Cold boot")
    branch.add("specs/juno/approved/rest.rst", "A rest", body="It sleeps.")
    branch.add("specs/juno/approved/tags.rst", "Tags", body="It has tags.")
    branch.on("2014-06-01")
    branch.move("specs/juno/approved/rest.rst", "specs/juno/implemented/rest.rst")
    branch.move("specs/juno/approved/tags.rst", "specs/juno/approved/labels.rst")
    branch.add("specs/juno/approved/new.rst", "New", body="It is new.")
    branch.add("specs/kilo/approved/boot.rst", "Cold boot")
    document = call("juno", "--since", "2014-05-31").json
    assert document["since"] == branch.repository.git("rev-parse", "HEAD~4").strip()
    assert document["changes"] == {
        "approved": ["new"],
        "implemented": ["rest"],
        "moved_on": [{"name": "boot", "to": "kilo"}],
    }
    assert call("juno", "--since", "HEAD").json["changes"] == {
        "approved": [],
        "implemented": [],
        "moved_on": [],
    }


def test_a_later_commit_is_rejected_as_the_earlier_one(branch: Branch, call: Call) -> None:
    name = branch.add("specs/juno/approved/boot.rst", "Cold boot")
    shown = call("juno", "--at", "HEAD~1", "--since", "HEAD")
    earlier = branch.repository.git("rev-parse", "--short=12", "HEAD~1").strip()
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == (
        f"specslint: --since: {name[:12]} is not in the history of {earlier}, which is described: "
        "name an earlier commit or day\n"
    )


# --- the release ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("kiol",), '"kiol" is no release; did you mean "kilo"?'),
        (("nothing",), '"nothing" is no release; there are juno, kilo'),
        (("mitaka",), '"mitaka" has neither specs nor a template here: there are juno, kilo'),
        (("a\x1b[2J",), '"a\\x1b[2J" is no release; there are juno, kilo'),
        (("--at", "2014-02-30"), "2014-02-30 is no day: expected one as 2015-01-23"),
        (
            ("--at", "2014-03-31"),
            "the repository has no commit of 2014-03-31 or before: its history begins on "
            "2014-04-01",
        ),
        (
            ("--at", "0001-01-01"),
            "the repository has no commit of 0001-01-01 or before: its history begins on "
            "2014-04-01",
        ),
        (("--at", "--all"), "'--all' is no revision: name a commit, a branch or a tag"),
        (("--since", "x"), '"x" names no commit here: git log shows those that there are'),
    ],
)
def test_what_cannot_be_determined(
    branch: Branch, call: Call, words: tuple[str, ...], message: str
) -> None:
    if words[0] == "--at":
        words = (f"{words[0]}={words[1]}",)
    shown = call(*words)
    assert (shown.code, shown.out, shown.err) == (2, "", f"specslint: {message}\n")


@pytest.mark.parametrize("name", ["kilo", "Kilo", None])
def test_a_release_without_specs(call: Call, name: str | None) -> None:
    words = (name,) if name else ()
    shown = call(*words, form="text")
    assert shown.code == 0
    assert shown.out.endswith(" (2014-04-01): no specs\n")
    assert call(*words).json["specs"] == []


def test_a_release_by_its_codename(branch: Branch, call: Call) -> None:
    branch.repository.write("specs/2023.1-template.rst", "Antelope\n")
    branch.repository.commit("Open antelope")
    assert call("Antelope").json["release"] == "2023.1"
    assert call().json["release"] == "2023.1"


def test_a_shallow_clone_says_so(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot")
    clone = branch.repository.root.parent / "shallow"
    branch.repository.git("clone", "-q", "--depth=1", branch.repository.root.as_uri(), str(clone))
    assert main(["status", "--root", str(clone)]) == 2
    assert capsys.readouterr() == (
        "",
        "specslint: this clone is shallow, so it does not tell when and how specs were approved: "
        "git fetch --unshallow brings the history\n",
    )


def test_the_user_s_settings_of_git_change_nothing(branch: Branch, call: Call) -> None:
    branch.add("specs/juno/approved/cold-boot.rst", "Cold boot")
    branch.move("specs/juno/approved/cold-boot.rst", "specs/juno/implemented/cold-boot.rst")
    expected = call("juno").json
    for setting in (
        "log.showRoot=false",
        "log.diffMerges=off",
        "log.date=human",
        "diff.renames=false",
        "diff.relative=true",
        "diff.noprefix=true",
        "color.ui=always",
        "format.pretty=oneline",
        "i18n.logOutputEncoding=UTF-16",
        "core.abbrev=4",
    ):
        branch.repository.git("config", *setting.split("="))
    assert call("juno").json == expected


# --- areas --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "area"),
    [
        ("ec2-volume-names", "Names of volumes", "API (EC2)"),
        ("boot-faster", "VMware: boot faster", "Hypervisor: VMware"),
        ("hyper-v-disks", "Disks", "Hypervisor: Hyper-V"),
        ("x", "Volumes on two hosts", "Block Storage"),
        ("x", "A large  PAGE for all", "Instance features"),
        ("large", "page", None),
        ("rapid-start", "Rapid start", None),  # "api" is not a word of it
        ("x", "", None),
    ],
)
def test_words_are_matched_whole(name: str, title: str, area: str | None) -> None:
    assert sorter(areas_of(Config()))(name, title) == area


def test_configured_areas(branch: Branch, call: Call) -> None:
    branch.add("specs/kilo/approved/cold-boot.rst", "Cold boot")
    branch.add("specs/kilo/approved/warm-volume.rst", "A warm volume", body="It is warm.")
    branch.repository.write(
        "pyproject.toml",
        '[tool.specslint.areas]\nCold = ["cold", "z.*"]\n"Warm & cold" = ["boot"]\n',
    )
    specs = call("kilo").json["specs"]
    assert [(s["name"], s["area"]) for s in specs] == [
        ("cold-boot", "Cold"),
        ("warm-volume", None),
    ]
    branch.repository.write("pyproject.toml", '[tool.specslint]\nproject = "other"\n')
    assert [s["area"] for s in call("kilo").json["specs"]] == [None, None]
