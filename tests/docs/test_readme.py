"""The answer at the head of the README, which is shortened, is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.pages import alike, printed

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_shortened_answer_is_part_of_the_whole() -> None:
    told = re.search(r"```\n\$ leeway (ask [^\n]*)\n(.*?)```", README.read_text("utf-8"), re.S)
    assert told is not None
    whole = printed(told[1]).split("\n\n")
    for block in told[2].strip().split("\n\n"):
        first = block.splitlines()[0]
        [own] = [one for one in whole if one.startswith(first[:20])]
        shown = {line[:14] for line in block.splitlines()}
        kept = [line for line in own.splitlines() if line[:14] in shown]
        assert alike("\n".join(kept), block)
