"""Claims by type: what is claimed of whom, about what, and what claims nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.reader.claims import claims
from leeway.reader.mentions import mentions
from leeway.reader.reading import Speaker, Statement
from leeway.reader.text import Text


def _claims(words, **more):
    text = Text(words)
    return claims(text, mentions(text), **more)


def _told(words):
    return [(one.type, one.states, one.about, one.act) for one in _claims(words)]


ALLY, MEMBER, SENT = "alliance", "membership", "intervention"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Kazakhstan does not recognise Donetsk and Luhansk.",
            [("recognition", ("KAZ", "XDN", "XLU"), "", "does not recognise")],
        ),
        ("Kazakhstan abstained on resolution ES-11/1.", [("vote", ("KAZ",), "A/RES/ES-11/1", "A")]),
        ("Belarus and Syria voted against A/RES/68/262.", [("vote", ("BLR", "SYR"), "A/RES/68/262", "N")]),
        ("India did not vote on resolution 68/262.", [("vote", ("IND",), "A/RES/68/262", "X")]),
        ("141 states voted for A/RES/ES-11/1.", [("count", (), "A/RES/ES-11/1", "Y")]),
        ("Kazakhstan is Russia's treaty ally.", [(ALLY, ("KAZ", "RUS"), "", "")]),
        ("Armenia, an ally of Russia, was silent.", [(ALLY, ("ARM", "RUS"), "", "")]),
        ("Japan and the Philippines have been allies.", [(ALLY, ("JPN", "PHL"), "", "")]),
        ("Russia's ally Kazakhstan was silent.", [(ALLY, ("KAZ", "RUS"), "", "")]),
        ("Russia sent troops to Kazakhstan in January 2022.", [(SENT, ("KAZ", "RUS"), "", "sent")]),
        ("CSTO peacekeepers helped Tokayev in January 2022.", [(SENT, ("KAZ",), "CSTO", "sent")]),
        (
            "Kazakhstan is a member of the CSTO and of the Eurasian Economic Union.",
            [(MEMBER, ("KAZ",), "CSTO", "member"), (MEMBER, ("KAZ",), "EAEU", "member")],
        ),
        ("Finland joined NATO in 2023.", [(MEMBER, ("FIN",), "NATO", "joined")]),
        ("Georgia left the CIS.", [(MEMBER, ("GEO",), "CIS", "left")]),
        ("Armenia froze its participation in the CSTO.", [(MEMBER, ("ARM",), "CSTO", "froze")]),
        ("CSTO member Armenia was silent.", [(MEMBER, ("ARM",), "CSTO", "member")]),
        ("Russia is Kazakhstan's largest trading partner.", [("trade", ("KAZ", "RUS"), "trade", "rank")]),
        (
            "Russia accounted for 40 per cent of Kazakhstan's imports.",
            [("trade", ("KAZ", "RUS"), "imports", "share")],
        ),
        ("About 10% of Kazakh exports go to Russia.", [("trade", ("KAZ", "RUS"), "exports", "share")]),
        ("Kazakhstan helps Russia evade sanctions.", [("backdoor", ("KAZ", "RUS"), "", "evades")]),
        ("Russia evades sanctions through Kyrgyzstan.", [("backdoor", ("KGZ", "RUS"), "", "evades")]),
        ("Georgia re-exports cars to Russia.", [("backdoor", ("GEO", "RUS"), "", "evades")]),
        ("Kazakhstan has not imposed sanctions on Russia.", [("sanctions", ("KAZ", "RUS"), "", "imposed")]),
        ("Five states recognise Abkhazia.", [("count", ("XAB",), "recognition", "recognises")]),
        ("More than 100 countries recognise Kosovo.", [("count", ("XKX",), "recognition", "at least")]),
        ("The CSTO has six members.", [("count", (), "CSTO", "members")]),
        (
            "Russia was the first country to recognise South Ossetia.",
            [("sequence", ("RUS", "XSO"), "", "first of all")],
        ),
    ],
)
def test_claims_are_typed(words, told):
    assert _told(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "Does Kazakhstan help Russia evade sanctions?",
        "Is Kazakhstan a member of the CSTO?",
        "Ukraine wants to join NATO.",
        "Kazakhstan would leave the CSTO.",
        "Exports to Russia rose by 30 percent.",
        "The party voted against the budget of France.",
        "A former ally of Russia spoke.",
        "It rained.",
        "",
    ],
)
def test_what_is_asked_or_wished_claims_nothing(words):
    assert _claims(words) == ()


def test_years_values_and_denials():
    (one,) = _claims("In 2021 Russia accounted for 40.5 per cent of Kazakhstan's imports.")
    assert (one.year, one.value, one.negated) == (2021, 0.405, False)
    (one,) = _claims("Kazakhstan is not a member of NATO.")
    assert (one.act, one.negated) == ("member", True)
    (one,) = _claims("Kazakhstan does not help Russia circumvent sanctions.")
    assert one.negated


def test_a_bold_step_is_said_of_the_stand_before_it():
    found = _claims("Kazakhstan does not recognise Kosovo. Many saw a bold step. It was no surprise.")
    bold = [(one.states, one.about, one.negated) for one in found if one.type == "surprise"]
    assert bold == [
        (("KAZ", "XKX"), "does not recognise", False),
        (("KAZ", "XKX"), "does not recognise", True),
    ]


def test_never_and_repeatedly_speak_of_what_was_before():
    found = _claims("Kazakhstan has never recognised Kosovo.")
    assert [(one.type, one.act) for one in found] == [
        ("recognition", "does not recognise"),
        ("sequence", "never"),
    ]
    (one,) = _claims("Kazakhstan had repeatedly said that it does not recognise such entities.")
    assert (one.type, one.act, one.about, one.negated) == ("sequence", "repeatedly", "recognition", True)


def test_claims_know_their_statement_and_have_ids_in_order():
    words = 'Tokayev said: "We do not recognise Kosovo." Kazakhstan is a member of the CSTO.'
    start = words.index("We")
    said = Statement("s7", "direct", Speaker("Tokayev", (0, 7), "KAZ"), None, None, ((start, start + 27),))
    found = _claims(words, statements=(said,))
    assert [(one.id, one.type, one.states[0], one.statement) for one in found] == [
        ("c1", "recognition", "KAZ", "s7"),
        ("c2", "membership", "KAZ", None),
    ]


def test_nothing_is_claimed_in_the_voice_of_a_question():
    words = "Kazakhstan is a member of the CSTO."
    assert _claims(words, voices=[((0, len(words)), "question")]) == ()
    assert _claims(words, voices=[((0, len(words)), "report")])


PIECES = (
    "Kazakhstan ",
    "Russia's ",
    "CSTO ",
    "recognise ",
    "does not ",
    "sanctions ",
    "helps ",
    "evade ",
    "exports ",
    "40% ",
    "largest trading partner ",
    "member of ",
    "troops ",
    "to ",
    '"',
    ". ",
    ", ",
    "ally ",
    "ES-11/1 ",
    "abstained ",
    "never ",
    "first ",
    "bold step ",
    "states ",
    "two ",
    "the ",
    "by ",
    "declined, ",
    "?",
    "\n",
    "of ",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_order_of_words_is_read(words):
    for one in _claims(words):
        assert 0 <= one.span[0] < one.span[1] <= len(words)
        assert one.id.startswith("c")


@pytest.mark.parametrize(
    "piece",
    [
        "Kazakhstan recognises Russia ",
        "bold-",
        "repeatedly ",
        "first ",
        "ally ",
        "CSTO ",
        "40% exports ",
        "not ",
        "sanctions on ",
        "states ",
        "to evade, ",
    ],
)
def test_a_long_line_of_one_piece_is_read_in_one_go(piece):
    words = piece * 8_000
    assert all(one.span[1] <= len(words) for one in _claims(words))
