"""How well names are resolved, on lists that the table of aliases was not written from; peers beside it.

``--world`` names the file ``countries.json`` of the npm package world-countries (``npm pack
world-countries``), from which demonyms, capitals and the phrases of free text are taken. pycountry, babel and
country_converter are used where they are installed; what is absent is said.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import logging
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.figures import IDENTITY, Figure, Section, Table, write_document
from benchmarks.identity_sets import SETS, TODAY, Named, Places, read_set
from benchmarks.identity_traps import TRAPS
from leeway.names import look_up

Answer = Callable[[Named], str | None]

#: Least share of right answers, in percent, and the sets that have no target.
TARGETS = {
    "UN, COW, GW and event spellings": 99.5,
    "vanished states": 99.0,
    "demonyms": 97.0,
    "capitals": 97.0,
    "free text": 92.0,
}
WRONG = 0.3
PEERS = (
    "UN, COW, GW and event spellings",
    "SIPRI and World Bank names",
    "vanished states",
    "demonyms",
    "capitals",
    "free text",
)
MICROSECONDS = 20.0
REPEATS = 5

_HEADER = ("set", "names", "right", "wrong", "right in the half looked at")
_REMARKS = (
    (
        "The table is written in English: French demonyms and names in other languages are shown without a "
        "target. Leaders are a list of those most written about, not of all: the last two rows show how many "
        "of the leaders in two full lists it knows."
    ),
    (
        "Misses known from the half looked at: Guinean (Guinea or Guinea-Bissau) and Jerusalem are ambiguous "
        "by design; Mexico City and Brussels are not read as governments within a phrase; a name that is "
        "misspelt is not read."
    ),
)


def ours(one: Named) -> str | None:
    """Leeway's answer."""
    return look_up(one.text, one.on, near=False).state


def score(names: Sequence[Named], answer: Answer) -> tuple[float, float, list[Named]]:
    """Percent right, percent wrong, and what was missed."""
    answers = [answer(one) for one in names]
    missed = [one for one, got in zip(names, answers, strict=True) if got != one.key]
    wrong = sum(got is not None and got != one.key for one, got in zip(names, answers, strict=True))
    return 100 * (1 - len(missed) / len(names)), 100 * wrong / len(names), missed


def of_names(places: Places) -> Section:
    """Sets of names, held-out halves."""
    figures, rows = [], []
    asked = wrongly = 0
    for name in SETS:
        held, looked_at = read_set(name, places, held_out=True), read_set(name, places, held_out=False)
        if not held or not looked_at:
            rows.append([name, "0", "", "", ""])
            continue
        right, wrong, _ = score(held, ours)
        before = score(looked_at, ours)[0]
        sample = f"{len(held):,} held out"
        figures.append(Figure(f"{name}, % right", right, sample, low=TARGETS.get(name), digits=2))
        rows.append([name, f"{len(held):,}", f"{right:.2f}", f"{wrong:.2f}", f"{before:.2f}"])
        if name in TARGETS:
            asked, wrongly = asked + len(held), wrongly + round(wrong * len(held) / 100)
    figures.append(
        Figure(
            "wrong answers, %",
            100 * wrongly / asked,
            f"{asked:,}, all sets with a target",
            high=WRONG,
            digits=2,
        )
    )
    parts = []
    for source in ("demonyms", "names", "capitals", "leaders"):
        part = [one for one in read_set("free text", places, held_out=True) if one.source == source]
        if part:
            right, wrong, _ = score(part, ours)
            parts.append([source, str(len(part)), f"{right:.1f}", f"{wrong:.1f}"])
    absent = [name for name in ("pycountry", "babel") if not importlib.util.find_spec(name)]
    if places.world_countries is None:
        absent.append("world-countries")
    return Section(
        key="names",
        title="Names",
        command="python -m benchmarks.identity --world countries.json",
        method=(
            "The text and the day are asked, and the answer is right if it is the state that the list means "
            "by its own code (COW, Gleditsch-Ward, ISO, CAMEO); none is right where the list means no state: "
            "regions, income groups, armed groups. A wrong answer is a state that is not the one meant; a "
            "name found ambiguous or unknown is a miss but not wrong. SIPRI's contested entities and CAMEO's "
            "West Bank, Gaza and Baghdad are left out. Free text puts one name each of world-countries and "
            "of Archigos (leaders since 2000 of the G20 and of the former Soviet Union) into one of 66 "
            "frames, fixed before any was tried; some framing words were added after the half looked "
            "at was seen, and the two halves share the frames; some leaders' dates in the table were "
            "compared with Archigos: that figure is a little kind."
        ),
        figures=figures,
        tables=[
            Table("All sets, percent", _HEADER, rows),
            Table("Free text by what is named, percent", ("named by", "phrases", "right", "wrong"), parts),
        ],
        remarks=[*_REMARKS, *([f"Not installed or not given: {', '.join(absent)}."] if absent else [])],
    )


def of_traps() -> Section:
    """Texts that look like a state and are none, or are another one."""
    named = [Named(text, TODAY, key, "traps") for text, key in TRAPS]
    right, wrong, missed = score(named, ours)
    return Section(
        key="traps",
        title="Traps",
        command="python -m benchmarks.identity",
        method=(
            "Texts written to mislead: federal states and provinces, seas and deltas, people with the name "
            "of a state, two states in one text, clauses that turn the meaning round. The answer is right if "
            "it is the state meant, or none. They were written together with the rule, so they guard it and "
            "do not measure it."
        ),
        figures=[
            Figure("right, %", right, f"{len(named)} texts", low=99.0, digits=2),
            Figure("wrong answers, %", wrong, f"{len(named)} texts", high=WRONG, digits=2),
        ],
        remarks=[f"Missed: {', '.join(one.text for one in missed)}."] if missed else [],
    )


def _pycountry() -> Answer | None:
    if not importlib.util.find_spec("pycountry"):
        return None
    import pycountry

    from leeway.states import by_iso3

    def answer(one: Named) -> str | None:
        for table in (pycountry.countries, pycountry.historic_countries):
            with contextlib.suppress(LookupError):
                return by_iso3(table.lookup(one.text).alpha_3)
        return None

    return answer


def _country_converter() -> Answer | None:
    if not importlib.util.find_spec("country_converter"):
        return None
    import country_converter

    from leeway.states import by_iso3

    converter = country_converter.CountryConverter()
    logging.getLogger("country_converter").setLevel(logging.CRITICAL)

    def answer(one: Named) -> str | None:
        found = converter.convert(one.text, to="ISO3", not_found="none")
        return by_iso3(found) if isinstance(found, str) and found != "none" else None

    return answer


def of_peers(places: Places) -> Section:
    """The same held-out names put to two libraries."""
    peers = {"country_converter": _country_converter(), "pycountry": _pycountry()}
    answers: dict[str, Answer] = {"leeway": ours, **{name: one for name, one in peers.items() if one}}
    rows = []
    for name in PEERS:
        held = read_set(name, places, held_out=True)
        if not held:
            continue
        row = [name, f"{len(held):,}"]
        for answer in answers.values():
            with contextlib.redirect_stderr(io.StringIO()):
                right, wrong, _ = score(held, answer)
            row.append(f"{right:.1f} / {wrong:.1f}")
        rows.append(row)
    absent = {"country_converter", "pycountry"} - answers.keys()
    return Section(
        key="peers",
        title="Other libraries on the same names",
        command="python -m benchmarks.identity --world countries.json",
        method=(
            "Percent right / percent wrong on the held-out halves. Their codes are read through Leeway's "
            "table (SUN is Russia's, XKX Kosovo). The two know no demonyms, capitals or leaders and take no "
            "day, and do not claim to; they are here because they are what is used for names of states."
        ),
        figures=[],
        tables=[Table("Percent right / wrong", ("set", "names", *answers), rows)],
        remarks=[f"Not installed: {', '.join(sorted(absent))}."] if absent else [],
    )


def of_speed(places: Places) -> Section:
    """Microseconds of CPU a name."""
    figures = []
    for label, names in (
        ("a name", read_set("UN, COW, GW and event spellings", places, held_out=True)),
        ("a phrase", read_set("free text", places, held_out=True)),
    ):
        if not names:
            continue
        spent = []
        for _ in range(REPEATS):
            start = time.process_time()
            for one in names:
                look_up(one.text, one.on, near=False)
            spent.append((time.process_time() - start) / len(names) * 1e6)
        high = MICROSECONDS if label == "a name" else None
        sample = f"{len(names):,}; least of {REPEATS}"
        figures.append(Figure(f"{label}, microseconds of CPU", min(spent), sample, high=high, digits=1))
    return Section(
        key="speed",
        title="Speed",
        command="python -m benchmarks.identity --world countries.json",
        method="The held-out names one after another in one process, near matches not asked for.",
        figures=figures,
    )


def main() -> None:
    beside = Path(os.environ.get("LEEWAY_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    parser = argparse.ArgumentParser(description="Measure how well names of states are resolved.")
    parser.add_argument("--shared", type=Path, default=beside, help="folder with the publishers' files")
    parser.add_argument("--world", type=Path, help="countries.json of the npm package world-countries")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into docs/validation/identity.md"
    )
    chosen = parser.parse_args()
    if chosen.write and chosen.world is None:
        parser.error("--write needs --world, or the document would lose what rests on it")
    data = chosen.shared / "data"
    if not (data / "ties").is_dir():
        raise SystemExit(f"There are no lists of states in {data / 'ties'}; name their parent with --shared.")
    places = Places(data / "ties", data / "events", chosen.world)
    measured = []
    for make in (of_names, of_peers, of_speed):
        start = time.process_time()
        measured.append(make(places).spent(time.process_time() - start))
    measured.insert(1, of_traps())
    for section in measured:
        print("\n".join(section.lines()), end="\n\n")
    if chosen.write:
        write_document(measured, IDENTITY)


if __name__ == "__main__":
    main()
