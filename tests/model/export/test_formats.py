"""Files are written whole or not at all, in the format of their ending."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.document.read import read
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS, check_target, export, format_of
from tests.helpers.comparisons.finished import a_comparison


@pytest.mark.parametrize("ending", sorted({*FORMATS} - {".trace.json", ".patch"}))  # which need spans, a program
def test_that_every_format_writes_utf8_text(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    export(a_comparison(), path)
    assert path.read_text(encoding="utf-8").endswith("\n")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_that_parloop_and_json_files_can_be_opened_again(tmp_path: Path) -> None:
    for name in ("a.parloop", "A.JSON"):
        export(a_comparison(), tmp_path / name)
        assert read(tmp_path / name).comparison.rows == a_comparison().rows


@pytest.mark.parametrize("name", ["out", "out.xyz", ".csv", "out.csv.gz"])
def test_that_an_unknown_ending_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.parloop, \.json, \.csv, \.md, \.py") as caught:
        format_of(Path(name))
    assert str(caught.value).isprintable()


def test_that_pictures_are_refused_where_nobody_paints() -> None:
    with pytest.raises(ExportError, match="pictures are made by parloop export"):
        format_of(Path("out.png"))


def test_that_a_longer_ending_wins() -> None:
    assert format_of(Path("out.trace.json")) is not format_of(Path("out.json"))


def test_that_what_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("")
    for path in (
        tmp_path / "missing" / "a.csv",
        tmp_path / "folder.csv",
        tmp_path / "file" / "a.csv",
        tmp_path / ("x" * 300 + ".csv"),
        Path("a\0.csv"),
    ):
        with pytest.raises(ExportError, match=r"^Can't write .*\.$") as caught:
            check_target(path)
        assert str(caught.value).isprintable()
        with pytest.raises(ExportError):
            export(a_comparison(), path)


def test_that_checking_leaves_an_old_file_and_no_new_one(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text("old")
    check_target(old)
    check_target(tmp_path / "new.csv")
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_that_an_old_file_stays_whole_when_the_new_one_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.csv"
    old.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportError, match="no space left"):
        export(a_comparison(), old)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_that_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "folder" / "real.md")
    export(a_comparison(), link)
    assert link.is_symlink()
    assert (tmp_path / "folder" / "real.md").read_text(encoding="utf-8").startswith("# Use")
