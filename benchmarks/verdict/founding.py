"""The founding case in full: Kazakhstan and Russia, as known on 17 June 2022 and at the end of the record."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask

KEY = "founding"
DAY = "2022-06-17"
SINCE = "2005"


def section() -> Section:
    """Both answers."""
    then = ask("Kazakhstan", "Russia", since=SINCE, until=DAY, as_of=DAY)
    now = ask("Kazakhstan", "Russia", since=SINCE)
    return Section(
        key=KEY,
        title="The founding case",
        command="python -m benchmarks.verdict founding",
        method=(
            "In June 2022 Kazakhstan's president said beside Russia's that he did not recognise Donetsk and "
            "Luhansk. A break, or theatre that the partner allowed? The same question, on the shipped "
            "estimates, with what had been seen by that day and with all that is known."
        ),
        figures=[
            *_figures("as of that day", then),
            *_figures("at the end of the record", now),
        ],
        tables=[
            Table(
                "Rival explanations",
                ("explanation", "as of that day", "at the end of the record"),
                [
                    (
                        one.name,
                        f"{one.probability:.2f}",
                        f"{next(other.probability for other in now.rivals if other.name == one.name):.2f}",
                    )
                    for one in then.rivals
                ],
            )
        ],
        remarks=[
            "Both answers in full, with the commands that print them: [the founding case](../founding.md)."
        ],
    )


def _figures(when: str, answer: Answer) -> list[Figure]:
    told = answer.contest
    if told is None:
        return []
    first = told.rivals[0]
    return [
        Figure(f"{when}: probability of {first.name}", first.probability, ", ".join(told.lines), digits=2),
        Figure(f"{when}: the pair went apart", told.sides["away"], ", ".join(told.lines), digits=2),
        Figure(f"{when}: the state itself went away", told.own["away"], ", ".join(told.lines), digits=2),
    ]
