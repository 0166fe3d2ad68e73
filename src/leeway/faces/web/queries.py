"""What may stand in an address after the question mark, with the names and defaults of the command line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MOST_LETTERS = 400
"""Letters of one value in an address."""

Words = Annotated[str, Field(max_length=MOST_LETTERS)]
Day = Annotated[
    str,
    Field(
        max_length=10,
        pattern=r"^\d{4}(-\d{1,2}){0,2}$",
        description="2014, 2014-03 or 2014-03-18",
    ),
]


class Query(BaseModel):
    """Values that an address may hold; any other name is refused with those there are."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    def given(self) -> dict[str, Any]:
        """What the address says, in the order of the names; what is left at its default is left out.

        Examples
        --------
        >>> MoversQuery(since="2014").given()
        {'since': '2014'}
        """
        return self.model_dump(exclude_defaults=True)


class Window(Query):
    """A stretch of time."""

    since: Day | None = Field(default=None, description="First day of the window.")
    until: Day | None = Field(default=None, description="Last day of the window.")


class Known(Window):
    """A stretch of time, and a day after which nothing is known."""

    as_of: Day | None = Field(default=None, description="Know nothing dated later.")


class AskQuery(Known):
    """Of the question whether one state is moving away from another."""

    lines: Words | None = Field(default=None, description="Lines of evidence, with commas; all by default.")
    prior: tuple[Words, ...] = Field(
        default=(),
        max_length=7,
        description="Base rate of an explanation, as in leeway=0.2; may be repeated.",
    )
    weight: tuple[Words, ...] = Field(
        default=(), max_length=12, description="Say of a line from 0 to 1, as in votes=0.5; may be repeated."
    )
    robust: bool = Field(default=False, description="Ask again with other windows, lines and base rates.")


class MoversQuery(Known):
    """Of the ranking of who moved from and towards a state."""

    n: int = Field(default=10, ge=1, le=250, description="Length of either list.")
    line: Words = Field(default="votes", description="Line of evidence.")


class PositionsQuery(Window):
    """Of positions of states by year."""

    by: Words = Field(default="year", description="year, session or half-year")


class TiesQuery(Window):
    """Of treaties, memberships, arms and recognition."""

    similarity: Words = Field(default="kappa", description="Likeness of alliances: kappa, pi, s_abs or s_sq.")


class TradeQuery(Known):
    """Of dependence in trade."""


class BackdoorQuery(Query):
    """Of the way around sanctions."""

    goods: Words = Field(default="restricted", description="A list of goods; all that the senders restrict.")
    senders: Words = Field(default="EU", description="Who restricts, with commas: EU stands for its members.")
    as_of: Day | None = Field(default=None, description="Know nothing dated later.")


class EventsQuery(Known):
    """Of cooperation and conflict."""

    around: Day | None = Field(default=None, description="A day: what happened, and who reacted.")
    days: int = Field(default=14, ge=1, le=366, description="Days looked at from `around` on.")
    source: Words | None = Field(default=None, description="Whose reports by day.")


class VotesQuery(Window):
    """Of the roll calls that say most about a pair."""

    top: int = Field(default=20, ge=1, le=200, description="How many roll calls.")


class SurpriseQuery(Query):
    """Of a vote or a stated position."""

    on: Day | None = Field(default=None, description="Day of the position.")
    venue: Words | None = Field(default=None, description="Where the position was stated.")
    before: Words | None = Field(default=None, description="In whose presence it was stated.")


class RollCallsQuery(Window):
    """Of a search in roll calls."""

    q: Words = Field(default="", description="Words of the title, or a symbol.")
    state: Words | None = Field(default=None, description="Whose votes are shown.")
    partner: Words | None = Field(default=None, description="Whose votes are shown beside them.")
    limit: int = Field(default=50, ge=1, le=500, description="How many roll calls.")
