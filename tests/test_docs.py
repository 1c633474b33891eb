"""Code, texts and documents agree."""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest
from packaging.requirements import Requirement

from server import docs
from server.game import awards, permissions
from server.game.case import Channel, CueKind, Family
from server.game.commands import Command
from server.game.errors import Reason
from server.game.measures import Remedy, Undefined, Verdict
from server.game.measures.summary import Figure, Measures
from server.game.plan import Phase, StepKind
from server.game.state import Certainty, Closing, Disclosure, Spread, TextKind

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
TEXTS: dict[str, object] = json.loads((WEB / "i18n" / "en.json").read_text())
SCRIPTS = [path for path in WEB.rglob("*.js") if "vendor" not in path.parts]
PAPERS = ROOT / "server" / "reports" / "papers"
GROUPS = {key.partition(".")[0] for key in TEXTS}
KEY = re.compile(r"""["'`]((?:""" + "|".join(sorted(GROUPS)) + r""")\.[\w.]*(?:\$\{[^}]*\}[\w.]*)*)["'`]""")


def keys_used() -> tuple[set[str], set[str]]:
    """The keys that scripts name whole, and those that they put together."""
    used = {key for path in (*SCRIPTS, *PAPERS.glob("*.py")) for key in KEY.findall(path.read_text())}
    return {key for key in used if "${" not in key}, {key for key in used if "${" in key}


def keys_of_pages() -> set[str]:
    """The keys of titles, and of what stands in a page before any script runs."""
    return {key for page in WEB.glob("*.html") for key in re.findall(r"\{(page\.\w+)\}", page.read_text())}


def test_the_pages_made_from_the_code_are_fresh() -> None:
    assert docs.stale() == []


def test_every_text_that_a_screen_names_exists() -> None:
    whole, _ = keys_used()

    assert (whole | keys_of_pages()) - TEXTS.keys() == set()


def test_no_text_is_left_over() -> None:
    whole, made = keys_used()
    patterns = [re.compile(re.sub(r"\\\$\\\{.*?\\\}", r"\\w+", re.escape(key)) + r"\Z") for key in made]
    server_says = {key for key in TEXTS if key.startswith("reason.")} | keys_of_pages()
    left_over = {key for key in TEXTS.keys() - whole - server_says if not any(one.match(key) for one in patterns)}

    assert left_over == set()


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("reason.", Reason),
        ("phase.", Phase),
        ("phase.", StepKind),
        ("round.verdict.", Verdict),
        ("measure.undefined.", Undefined),
        ("measure.remedy.", Remedy),
        ("round.channel.", Channel),
        ("stage.family.", Family),
        ("round.closing.", Closing),
        ("round.certainty.", Certainty),
        ("rep.certainty.", Certainty),
        ("round.spread.", Spread),
        ("rep.spread.", Spread),
        ("manager.cue.", CueKind),
        ("manager.disclosure_", Disclosure),
        ("console.text.", TextKind),
        ("console.script.", StepKind),
        ("console.next_step.", StepKind),
    ],
)
def test_every_word_of_the_game_has_a_text(prefix: str, names: type) -> None:
    assert {f"{prefix}{one.value}" for one in names} - TEXTS.keys() == set()  # type: ignore[attr-defined]


def test_every_award_has_a_name_and_a_reason() -> None:
    kinds = [*(kind.name for kind in awards.KINDS), "telepathic_pair"]

    assert {f"award.{kind}{end}" for kind in kinds for end in ("", "_for")} - TEXTS.keys() == set()


FOR_FILES_ONLY = {"fleiss", "conger"}


def test_every_figure_of_the_report_has_a_name_a_sentence_and_a_method() -> None:
    figures = {one.name for one in fields(Measures) if one.type is Figure} - FOR_FILES_ONLY
    told = figures | {"noise", "pairs", "own", "change", "transfer"}

    assert {f"measure.{one}.{part}" for one in told for part in ("name", "says", "method")} - TEXTS.keys() == set()


def test_the_console_can_say_what_undo_takes_back() -> None:
    facilitators = {
        kind
        for kind, command in permissions.KINDS.items()
        if any("facilitator" in permit.roles for permit in permissions.TABLE[command])
    }
    never_marked = {"undo", "keep_note", "add_manager", "grant_key", "revoke_keys", "answer_claim", "trust_devices"}

    assert {f"console.did.{kind}" for kind in facilitators - never_marked} - TEXTS.keys() == set()


def test_plural_texts_have_one_and_other() -> None:
    plural = {key: text for key, text in TEXTS.items() if isinstance(text, dict)}

    assert [key for key, text in plural.items() if not {"one", "other"} <= text.keys()] == []


def test_a_page_loads_the_groups_of_texts_that_its_scripts_use() -> None:
    lacking = {}
    for page in WEB.glob("*.html"):
        html = page.read_text()
        named = set(re.findall(r'data-texts="([^"]*)"', html)[0].split())
        scripts = _imports(WEB / re.findall(r'src="/static/([^"]+)"', html)[0])
        groups = {key.partition(".")[0] for script in scripts for key in KEY.findall(script.read_text())}
        if groups - named:
            lacking[page.name] = groups - named

    assert lacking == {}


def _imports(script: Path) -> set[Path]:
    found, waiting = set(), [script.resolve()]
    while waiting:
        path = waiting.pop()
        if path in found or "vendor" in path.parts:
            continue
        found.add(path)
        waiting += [(path.parent / one).resolve() for one in re.findall(r'from "(\.[^"]+)"', path.read_text())]
    return found


@pytest.mark.parametrize("folder", [WEB / "vendor", PAPERS / "fonts"], ids=["screens", "papers"])
def test_vendored_files_are_those_that_were_recorded(folder: Path) -> None:
    record = json.loads((folder / "VENDOR.json").read_text())
    files = {one["file"]: one["sha256"] for package in record["packages"] for one in package["files"]}
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }

    assert files == there
    assert all(package["licence"] and package["version"] for package in record["packages"])


def test_the_top_level_holds_nothing_but_the_six_names() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    top = {name.partition("/")[0] for name in tracked if not name.startswith(".")}

    assert top <= {"pyproject.toml", "server", "game_content", "web", "tests", "README.md", "LICENSE"}


@pytest.mark.parametrize("page", ["README.md", *(f"{name}/README.md" for name in ("server", "web", "tests"))])
def test_links_in_a_readme_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text())

    assert [link for link in links if not link.startswith("http") and not (folder / link).exists()] == []


ROWS = {"faults": ("F", 45), "attacks": ("A", 52)}


@pytest.mark.parametrize("folder", ROWS)
def test_the_table_of_a_folder_names_every_row_once(folder: str) -> None:
    letter, last = ROWS[folder]
    rows = re.findall(r"^\| ((?:[AF]\d+ ?)+)\|", (ROOT / "tests" / folder / "README.md").read_text(), re.MULTILINE)
    named = [row for line in rows for row in line.split()]

    assert sorted(named) == sorted(f"{letter}{number}" for number in range(1, last + 1))


@pytest.mark.parametrize("folder", ROWS)
def test_the_table_of_a_folder_names_tests_that_are_there(folder: str) -> None:
    table = (ROOT / "tests" / folder / "README.md").read_text()
    wrong = []
    for path, words in re.findall(r"`([\w/]+(?:\.py)?)`(?: \(([^)]*)\))?", table):
        places = [place for place in (ROOT / "tests" / path, ROOT / path) if place.exists()]
        tests = re.findall(r"def (test_\w+)", places[0].read_text()) if places and places[0].is_file() else []
        wrong += [path] if not places else []
        wrong += [f"{path} ({word})" for word in words.split(", ") if word and not any(word in one for one in tests)]

    assert [] == wrong


@pytest.mark.parametrize("folder", ROWS)
def test_every_count_in_the_table_of_a_folder_stands_in_a_test_of_its_row(folder: str) -> None:
    table = (ROOT / "tests" / folder / "README.md").read_text()
    wrong = []
    for row, tests, counts in re.findall(r"^\| ([AF]\d.*?) \|.*?\|(.*)\|(.*)\|$", table, re.MULTILINE):
        files = [ROOT / "tests" / path.removeprefix("tests/") for path in re.findall(r"`([\w/]+\.py)`", tests)]
        there = {int(number) for file in files for number in re.findall(r"\b\d[\d_]*", file.read_text())}
        told = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", counts)}
        wrong += [f"{row}: {number}" for number in told - there]

    assert [] == wrong


def test_the_options_that_the_readme_names_exist() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "server", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    named = set(re.findall(r"`(--[a-z-]+)", (ROOT / "README.md").read_text()))

    assert {option for option in named if option not in told} == set()


def test_installed_libraries_are_not_older_than_we_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = map(Requirement, project["dependencies"])

    assert [str(one) for one in wanted if not one.specifier.contains(version(one.name))] == []


def test_the_wheel_holds_the_screens_and_the_packs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    web = {f"server/_web/{path.relative_to(WEB).as_posix()}" for path in WEB.rglob("*") if path.is_file()}
    content = ROOT / "game_content"
    packs = {f"server/_game_content/{path.relative_to(content).as_posix()}" for path in content.rglob("*.yaml")}

    papers = {
        path.relative_to(ROOT).as_posix() for path in PAPERS.rglob("*") if path.suffix in (".typ", ".ttf", ".txt")
    }

    assert papers
    assert (web | packs | papers) - names == set()


def test_every_command_is_one_that_decide_knows() -> None:
    assert set(get_args(Command)) == set(permissions.TABLE)
