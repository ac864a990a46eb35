"""The lists, and what is done with saved comparisons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.document.write import to_document
from parloop_gui.model.export.formats import export
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.command_line import sentence
from tests.helpers.engines.mock_engine import PYTHON


@pytest.mark.parametrize("what", ["strategies", "loops", "pythons"])
def test_that_each_list_has_text_and_json(
    what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parloop_gui.cli.listings.find_interpreters", lambda: (PYTHON,))
    known = {"strategies": "process-pool-executor", "loops": "primes", "pythons": "3.11.7"}[what]
    assert cli.main([what]) == 0
    assert known in capsys.readouterr().out
    assert cli.main([what, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert known in json.dumps(listed)


def test_that_the_keys_of_the_lists_in_json_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["strategies", "--json"]) == 0
    strategy = json.loads(capsys.readouterr().out)[1]
    assert " ".join(strategy) == (
        "slug title family module width calls default_call classic notes preference pickles uses_start_method "
        "needs_python behaves_like package"
    )
    assert " ".join(strategy["calls"][0]) == "slug summary ordered lazy takes_chunksize awaits needs_python instead"
    assert " ".join(strategy["notes"][0]) == "title text when counted"
    assert cli.main(["loops", "--json"]) == 0
    loop = json.loads(capsys.readouterr().out)[0]
    assert " ".join(loop) == ("slug title kind hint caption default_items most_items parameters calls unavailable task")
    assert " ".join(loop["parameters"][0]) == "name title type default low high choices unit help"


def test_that_a_document_is_exported_again(tmp_path: Path) -> None:
    export(a_comparison(), tmp_path / "a.parloop")
    assert cli.main(["export", *(str(tmp_path / name) for name in ("a.parloop", "b.md", "c.json"))]) == 0
    assert (tmp_path / "c.json").read_bytes() == (tmp_path / "a.parloop").read_bytes()


def test_that_nothing_is_exported_when_one_of_the_files_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(a_comparison(), tmp_path / "a.parloop")
    assert cli.main(["export", *(str(tmp_path / name) for name in ("a.parloop", "b.md", "no/c.json"))]) == 2
    assert "no such file" in sentence(capsys)
    assert not (tmp_path / "b.md").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"format": "x"}, "not a Parloop comparison"), ({"version": 2}, "newer Parloop"), ({"plan": 3}, "plan")],
)
def test_that_a_bad_document_is_one_sentence(
    change: dict[str, object], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.parloop"
    path.write_text(json.dumps({**to_document(a_comparison()), **change}))
    assert cli.main(["export", str(path), str(tmp_path / "out.csv")]) == 2
    assert words in sentence(capsys)
    assert cli.main(["open", str(path)]) == 2
    assert words in sentence(capsys)


def test_that_open_hands_the_document_to_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.parloop"
    monkeypatch.setattr("parloop_gui.app.run", lambda documents: 5 if documents == [str(path)] else 1)
    export(a_comparison(), path)
    assert cli.main(["open", str(path)]) == 5


def test_that_help_and_version_end_0(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["--help"], ["compare", "--help"], ["--version"]):
        assert cli.main(typed) == 0
    assert "Exit status" in capsys.readouterr().out
