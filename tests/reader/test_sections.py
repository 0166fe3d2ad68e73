"""How documents are divided, and what they say of themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.reader.sections import Masthead, about, is_byline, sections
from leeway.reader.text import Text


def _parts(words: str) -> list[tuple[str, str]]:
    text = Text(words)
    return [(one.kind, text.of(one.span).strip()) for one in sections(text)]


def _masthead(words: str) -> Masthead:
    text = Text(words)
    return about(text, sections(text))


@pytest.mark.parametrize(
    "heading", ["News", "NEWS", "Report:", "## What happened", "**Background**", "1. Facts"]
)
@pytest.mark.parametrize(
    "other", ["Comment", "COMMENT:", "Our analysis", "=== Opinion ===", "Editorial", "[Commentary]"]
)
def test_a_heading_lasts_until_the_next(heading: str, other: str) -> None:
    words = f"{heading}\nHe left.\nShe stayed.\n{other}\nIt is odd.\nVery odd."
    assert _parts(words) == [
        ("report", f"{heading}\nHe left.\nShe stayed."),
        ("comment", f"{other}\nIt is odd.\nVery odd."),
    ]


@pytest.mark.parametrize(
    "led", ["Comment: It is odd.", "OPINION | It is odd", "Analysis — It is odd.", "News analysis: Odd."]
)
def test_a_line_can_open_with_its_heading(led: str) -> None:
    assert _parts(f"He left.\n{led}\nVery odd.") == [("report", "He left."), ("comment", f"{led}\nVery odd.")]


def test_a_heading_within_one_long_line() -> None:
    assert _parts('News: He left. "No." Comment: It is odd. He may return.') == [
        ("report", 'News: He left. "No."'),
        ("comment", "Comment: It is odd. He may return."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "His comment: none of it is true",
        "The report was long.",
        "Opinions differ on what it means for the country and its neighbours.",
        '"Comment: no," he said.',
    ],
)
def test_words_of_a_heading_in_a_sentence_open_nothing(line: str) -> None:
    assert {kind for kind, _ in _parts(f"He left.\n{line}\nShe stayed.")} == {"report"}


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "By Jane Roe, Reuters",
        "BY JANE ROE",
        "By Jane Roe and John Poe | Example Post | June 17, 2022",
        "(TASS)",
        "— Reuters",
        "Published by Example House",
        "Published on 17 June 2022",
        "Updated June 17, 2022, 14:05 GMT",
        "Source: Interfax",
        "Author: Jane Roe",
        "17 June 2022",
        "Friday, June 17, 2022 | Astana",
        "(Reporting by Jane Roe; editing by John Poe)",
        "© 2022 The Example Times. All rights reserved.",
    ],
)
def test_a_byline(line: str) -> None:
    assert is_byline(line)
    assert _parts(f"He left.\n{line}\nShe stayed.") == [
        ("report", "He left."),
        ("byline", line),
        ("report", "She stayed."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, they had left.",
        "By the time he came, she had gone.",
        "By Moscow's account, nobody left.",
        "Source of the trouble was a letter of the ministry.",
        "Published reports say that he left on 17 June 2022.",
        "In 2014 they left.",
        "Text messages were read aloud.",
        "Reuters reported that he left.",
    ],
)
def test_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "dateline",
    [
        "ASTANA, June 17 (Reuters) -",
        "ASTANA (AP) —",
        "NUR-SULTAN, Kazakhstan, June 17 (Xinhua) --",
        "MOSCOW, June 17. /TASS/.",
        "Astana. June 17. Interfax -",
        "WASHINGTON —",
    ],
)
def test_a_dateline_is_cut_from_its_paragraph(dateline: str) -> None:
    assert _parts(f"{dateline} He left.") == [("byline", dateline), ("report", "He left.")]


def test_a_title_is_told_where_it_is_set_apart() -> None:
    assert _parts("A man leaves\n\nHe left.\nHe did.") == [
        ("other", "A man leaves"),
        ("report", "He left.\nHe did."),
    ]
    assert _parts("A man leaves\nBy Jane Roe\nHe left.")[0] == ("other", "A man leaves")
    assert _parts("A text that is broken into\nlines of some length.") == [
        ("report", "A text that is broken into\nlines of some length.")
    ]


def test_what_stands_beside_the_text() -> None:
    words = (
        "He left.\nPhoto: John Poe\nShe stayed.\nAdvertisement\nThey met.\nRelated articles\nHow he left\nWhy"
    )
    assert _parts(words) == [
        ("report", "He left."),
        ("other", "Photo: John Poe"),
        ("report", "She stayed."),
        ("other", "Advertisement"),
        ("report", "They met."),
        ("other", "Related articles\nHow he left\nWhy"),
    ]


@pytest.mark.parametrize(
    ("words", "publisher", "author", "date"),
    [
        ("By Jane Roe, Reuters\n17 June 2022\nHe left.", "Reuters", "Jane Roe", "2022-06-17"),
        ("By Jane Roe | Example Post | June 2022\nHe left.", "Example Post", "Jane Roe", "2022-06"),
        ("MOSCOW, June 17. /TASS/. He left.", "TASS", None, None),
        ("He left.\nSource: Interfax, 17 June 2022", "Interfax", None, "2022-06-17"),
        ("He left.\nAuthor: Jane Roe\nPublished by Example House", "Example House", "Jane Roe", None),
        ("He left.\n© 2022 The Example Times. All rights reserved.", "The Example Times", None, "2022"),
        ("He leaves - Example News\n\nHe left.", "Example News", None, None),
        ("He left on 17 June 2022, Reuters said.", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_masthead(words: str, publisher: str | None, author: str | None, date: str | None) -> None:
    told = _masthead(words)
    assert (told.publisher, told.author, told.date) == (publisher, author, date)
    assert (told.date is None) == (told.date_span is None)


@given(
    st.lists(
        st.sampled_from(
            [
                "News",
                "Comment: x",
                "By A B",
                "He left. ",
                "\n",
                "\n\n",
                " ",
                "Photo",
                "ROME — a",
                "17 June 2022",
            ]
        ),
        max_size=12,
    )
)
def test_sections_cover_a_document_without_a_gap(lines: list[str]) -> None:
    text = Text("".join(lines))
    found = sections(text)
    if not text.original.strip():
        assert found == ()
        return
    assert found[0].span[0] == 0
    assert found[-1].span[1] == len(text.original)
    assert all(one.span[1] == two.span[0] and one.kind != two.kind for one, two in pairwise(found))
