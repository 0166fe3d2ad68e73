"""What the tools of the server for assistants take, with what an assistant is told of each argument."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from leeway.faces.assistants_told import Detail as _Form


def _written(value: Any) -> Any:
    """A year that arrives as a number, as it is written."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Day = Annotated[
    Annotated[str, Field(max_length=40)] | None,
    BeforeValidator(_written, json_schema_input_type=Annotated[str, Field(max_length=40)] | None),
]

Name = Annotated[str, Field(max_length=200)]
State = Annotated[
    str, Field(max_length=200, description="A state: ISO3, name, demonym, capital or leader, of then or now.")
]
Since = Annotated[_Day, Field(description="First day: 2014, 2014-03 or 2014-03-18.")]
Until = Annotated[_Day, Field(description="Last day: 2014, 2014-03 or 2014-03-18.")]
AsOf = Annotated[_Day, Field(description="Know nothing dated later, for a question about the past.")]
Around = Annotated[_Day, Field(description="A day: what happened then and who reacted; needs the record.")]
On = Annotated[_Day, Field(description="Day of the position; a vote has its own.")]
Priors = Annotated[dict[Name, float] | None, Field(description="Base rates of rival explanations.")]
Weights = Annotated[
    dict[Name, float] | None, Field(description="Say of each line, 0 to 1. Leave it away as a rule.")
]
Line = Annotated[str, Field(max_length=40, description="A line of evidence, e.g. votes, trade or security.")]
Detail = Annotated[
    _Form,
    Field(description="short leaves out series and long lists, and says so in left_out; full does not."),
]
