"""Downloads from a publisher that cuts, stalls, changes its mind and sends the wrong thing."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError
from leeway.sources.arrival import AbsentFileError
from leeway.sources.fetch import LONGEST_SILENCE, Patience, connected, download, fetch_json, fetch_text

BODY = b"undl_id,ms_code\n" + b"1,KAZ\n" * 40_000
HASH = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def library() -> Iterator[Publisher]:
    with publisher() as made:
        made.files["/file.csv"] = File(BODY)
        yield made


class Pauses(list[float]):
    """Pauses asked for, none of them made."""

    def patience(self, attempts: int = 4, timeout: float = 2.0) -> Patience:
        return Patience(attempts=attempts, wait=1.0, timeout=timeout, sleep=self.append)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def ranges(library: Publisher) -> list[str | None]:
    return [headers.get("range") for _, headers in library.requests]


def test_a_plain_download(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    seen: list[tuple[int, int | None]] = []
    to = tmp_path / "deep" / "file.csv"
    got = download(
        f"{library.url}/file.csv",
        to,
        sha256=HASH,
        progress=lambda done, total: seen.append((done, total)),
        patience=pauses.patience(),
    )
    assert to.read_bytes() == BODY
    assert (got.sha256, got.bytes, got.resumed, got.fresh) == (HASH, len(BODY), 0, True)
    assert seen[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert not to.with_name("file.csv.part").exists()
    assert pauses == []
    assert library.requests[0][1]["user-agent"].startswith("Leeway/")


def test_a_cut_download_is_resumed(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(cut=100_000), Answer(cut=50_000)]
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", sha256=HASH, patience=pauses.patience())
    assert got.sha256 == HASH
    assert ranges(library) == [None, "bytes=100000-", "bytes=150000-"]
    assert library.requests[1][1]["if-range"] == '"1"'
    assert len(pauses) == 2


def test_progress_does_not_use_up_the_patience(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(cut=20_000)] * 9
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience(attempts=2))
    assert got.sha256 == HASH


def test_a_later_run_resumes(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(cut=100_000)] + [Answer(status=503)] * 3
    with pytest.raises(PublisherError, match="503"):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience(attempts=3))
    assert (tmp_path / "file.csv.part").stat().st_size == 100_000
    assert not (tmp_path / "file.csv").exists()
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert (got.sha256, got.resumed) == (HASH, 100_000)


def test_a_server_that_ignores_ranges(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(cut=100_000), Answer(ignore_range=True)]
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", sha256=HASH, patience=pauses.patience())
    assert (got.bytes, got.resumed) == (len(BODY), 0)


def test_a_file_amended_between_two_pieces(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(cut=100_000), Answer(status=503)]
    with pytest.raises(PublisherError):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience(attempts=1))
    amended = BODY.replace(b"KAZ", b"RUS")
    library.files["/file.csv"] = File(amended, etag='"2"')
    library.answers = []
    download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert (tmp_path / "file.csv").read_bytes() == amended


def test_without_a_tag_nothing_is_resumed(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.files["/file.csv"] = File(BODY, etag=None)
    library.answers = [Answer(cut=100_000)]
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert got.sha256 == HASH
    assert ranges(library) == [None, None]


def test_a_piece_longer_than_the_file_is_thrown_away(
    library: Publisher, tmp_path: Path, pauses: Pauses
) -> None:
    library.answers = [Answer(cut=100_000), Answer(status=503)]
    with pytest.raises(PublisherError):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience(attempts=1))
    with (tmp_path / "file.csv.part").open("ab") as part:
        part.write(BODY)
    library.answers = []
    got = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert got.sha256 == HASH


def test_an_unchanged_file_is_not_fetched_again(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    first = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    again = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert library.requests[1][1]["if-none-match"] == '"1"'
    assert (again.fresh, again.sha256, again.bytes) == (False, first.sha256, first.bytes)
    library.files["/file.csv"] = File(b"amended\n", etag='"2"')
    third = download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert (third.fresh, (tmp_path / "file.csv").read_bytes()) == (True, b"amended\n")


def test_a_busy_server_is_asked_again_later(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(status=503), Answer(status=500)]
    assert (
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience()).sha256 == HASH
    )
    assert 0.5 <= pauses[0] <= 1.5
    assert 1.0 <= pauses[1] <= 3.0


def test_the_wait_a_server_asks_for_is_kept(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(
            status=429,
            headers={"Retry-After": "Tue, 05 Jan 2038 10:00:30 GMT", "Date": "Tue, 05 Jan 2038 10:00:00 GMT"},
        ),
    ]
    download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert pauses == [7.0, 30.0]


def test_a_wait_too_long_is_an_answer(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(PublisherError, match="asks to wait 3600 seconds"):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert pauses == []


def test_a_server_that_never_answers(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    library.answers = [Answer(silent=True)] * 2
    with pytest.raises(PublisherError, match=r"does not answer \(2 tries\)") as caught:
        download(
            f"{library.url}/file.csv",
            tmp_path / "file.csv",
            patience=pauses.patience(attempts=2, timeout=0.2),
        )
    assert caught.value.exit_code == 4
    assert "--from DIR" in str(caught.value.hint)


def test_nobody_there(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    with pytest.raises(PublisherError, match="cannot be reached"):
        download("http://127.0.0.1:9/file.csv", tmp_path / "file.csv", patience=pauses.patience(attempts=2))


def test_a_file_that_is_gone(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    with pytest.raises(PublisherError, match="404"):
        download(f"{library.url}/other.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert len(library.requests) == 1


def test_the_wrong_bytes_are_not_kept(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    (tmp_path / "file.csv").write_bytes(b"good\n")
    with pytest.raises(PublisherError, match=f"SHA-256 {HASH}, not {'0' * 64}"):
        download(
            f"{library.url}/file.csv", tmp_path / "file.csv", sha256="0" * 64, patience=pauses.patience()
        )
    assert (tmp_path / "file.csv").read_bytes() == b"good\n"
    assert not (tmp_path / "file.csv.part").exists()


@pytest.mark.parametrize(
    "file",
    [
        File(b"<html>Please prove that you are no robot</html>", kind="text/html; charset=utf-8"),
        File(b"  <!DOCTYPE html><html></html>", kind="application/octet-stream"),
        File(b""),
    ],
)
def test_a_page_or_nothing_instead_of_a_file(
    library: Publisher, tmp_path: Path, pauses: Pauses, file: File
) -> None:
    library.files["/file.csv"] = file
    with pytest.raises(PublisherError, match="instead of a file"):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert not (tmp_path / "file.csv").exists()


@pytest.mark.parametrize(
    "answer", [Answer(status=202), Answer(status=405, headers={"x-amzn-waf-action": "challenge"})]
)
def test_a_site_that_wants_a_browser(
    library: Publisher, tmp_path: Path, pauses: Pauses, answer: Answer
) -> None:
    library.answers = [answer]
    with pytest.raises(PublisherError, match="asks for a browser") as caught:
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())
    assert "--from DIR" in str(caught.value.hint)


def test_a_disk_that_fills(
    library: Publisher, tmp_path: Path, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(self: Path, mode: str = "r", *args: Any, **named: Any) -> Any:
        if mode == "wb":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, mode, *args, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DataError, match="The disk is full"):
        download(f"{library.url}/file.csv", tmp_path / "file.csv", patience=pauses.patience())


def test_json(library: Publisher, pauses: Pauses) -> None:
    library.files["/list"] = File(b'[{"name": "a"}]', kind="application/json")
    library.files["/page"] = File(b"oops", kind="application/json")
    library.answers = [Answer(status=502)]
    assert fetch_json(f"{library.url}/list", patience=pauses.patience()) == [{"name": "a"}]
    with pytest.raises(PublisherError, match="not JSON"):
        fetch_json(f"{library.url}/page", patience=pauses.patience())


def test_a_file_made_on_demand_is_posted_for(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    to = tmp_path / "made.json"
    got = download(f"{library.url}/file.csv", to, post=b'{"years": 2}', patience=pauses.patience())
    assert (got.sha256, got.fresh) == (HASH, True)
    assert library.posts == [("/file.csv", b'{"years": 2}')]
    assert library.requests[0][1]["content-type"] == "application/json"


def test_a_cut_file_made_on_demand_is_asked_for_again_whole(
    library: Publisher, tmp_path: Path, pauses: Pauses
) -> None:
    library.answers = [Answer(cut=100_000), Answer(status=429, headers={"Retry-After": "7"}), Answer(cut=9)]
    got = download(
        f"{library.url}/file.csv", tmp_path / "made.json", post=b"{}", sha256=HASH, patience=pauses.patience()
    )
    assert (got.bytes, got.resumed) == (len(BODY), 0)
    assert ranges(library) == [None] * 4
    assert [body for _, body in library.posts] == [b"{}"] * 4
    assert pauses[1] == 7.0


def test_a_file_made_on_demand_is_never_still_the_same(
    library: Publisher, tmp_path: Path, pauses: Pauses
) -> None:
    for _ in range(2):
        to = tmp_path / "made.json"
        assert download(f"{library.url}/file.csv", to, post=b"{}", patience=pauses.patience()).fresh
    assert all("if-none-match" not in headers for _, headers in library.requests)


def test_another_answer_than_the_file_made_on_demand(
    library: Publisher, tmp_path: Path, pauses: Pauses
) -> None:
    to = tmp_path / "made.json"
    to.write_bytes(b"kept")
    library.files["/file.csv"] = File(b"<html>busy</html>", kind="text/html")
    with pytest.raises(PublisherError, match="a web page"):
        download(f"{library.url}/file.csv", to, post=b"{}", patience=pauses.patience())
    library.files["/file.csv"] = File(BODY[:-1])
    with pytest.raises(PublisherError, match="SHA-256"):
        download(f"{library.url}/file.csv", to, post=b"{}", sha256=HASH, patience=pauses.patience())
    assert to.read_bytes() == b"kept"


def test_a_publisher_may_be_silent_longer_while_it_makes_a_file(
    library: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float] = []

    def patience(timeout: float = 30.0) -> Patience:
        seen.append(timeout)
        return Patience(timeout=timeout)

    monkeypatch.setattr("leeway.sources.fetch.Patience", patience)
    download(f"{library.url}/file.csv", tmp_path / "made.json", post=b"{}")
    download(f"{library.url}/file.csv", tmp_path / "lying.csv")
    assert seen == [LONGEST_SILENCE, 30.0]


def test_bytes_with_another_md5_are_refused(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    right = hashlib.md5(BODY, usedforsecurity=False).hexdigest()
    url, to = f"{library.url}/file.csv", tmp_path / "file.csv"
    with pytest.raises(PublisherError, match=f"has the MD5 {right}, not 0000"):
        download(url, to, md5="0" * 32, patience=pauses.patience())
    assert list(tmp_path.iterdir()) == []
    assert download(url, to, md5=right.upper(), patience=pauses.patience()).sha256 == HASH


def test_a_file_that_is_not_there_is_told_apart(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    with pytest.raises(AbsentFileError, match="404"):
        download(f"{library.url}/other.csv", tmp_path / "other.csv", patience=pauses.patience())


def test_one_client_serves_many_files(library: Publisher, tmp_path: Path, pauses: Pauses) -> None:
    with connected() as client:
        for name in ("a.csv", "b.csv"):
            got = download(
                f"{library.url}/file.csv", tmp_path / name, patience=pauses.patience(), client=client
            )
            assert got.sha256 == HASH
        assert fetch_text(f"{library.url}/file.csv", client=client).encode() == BODY
