"""Stands: who takes which towards whom, denied or not, and what is no stand."""

import pytest

from leeway.reader.mentions import mentions
from leeway.reader.positions import positions
from leeway.reader.reading import Speaker, Statement
from leeway.reader.text import Text


def _told(words, statements=()):
    text = Text(words)
    found = positions(text, text.sentences, mentions(text), statements)
    return [(one.holder_state, one.position, one.target_state) for one in found]


def _said(words, quoted, speaker, state, kind="direct"):
    start = words.index(quoted)
    who = words.index(speaker)
    named = Speaker(speaker, (who, who + len(speaker)), state)
    return Statement("s1", kind, named, None, None, ((start, start + len(quoted)),))


NOT, YES = "does not recognise", "recognises"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Kazakhstan does not recognise Donetsk and Lugansk.", [("KAZ", NOT, "XDN"), ("KAZ", NOT, "XLU")]),
        ("The government of Kazakhstan refused to recognize DNR.", [("KAZ", NOT, "XDN")]),
        ("The president of Kazakhstan declined, in front of all, to recognise DNR.", [("KAZ", NOT, "XDN")]),
        ("Kazakhstan, a member of the CSTO, has never recognised Kosovo.", [("KAZ", NOT, "XKX")]),
        ("Kazakhstan, which borders Russia, doesn't recognise Kosovo.", [("KAZ", NOT, "XKX")]),
        ("Beijing no longer recognises Taiwan.", [("CHN", NOT, "TWN")]),
        ('Kazakhstan does not recognise the "LPR" and "DPR".', [("KAZ", NOT, "XLU"), ("KAZ", NOT, "XDN")]),
        ("Kazakhstan recognises neither Kosovo nor Taiwan.", [("KAZ", NOT, "XKX"), ("KAZ", NOT, "TWN")]),
        ("Kazakhstan decided not to recognise Kosovo.", [("KAZ", NOT, "XKX")]),
        ("Neither Kazakhstan nor Armenia recognises Kosovo.", [("KAZ", NOT, "XKX"), ("ARM", NOT, "XKX")]),
        ("Russia recognised Abkhazia and Kazakhstan refused to recognise it.",
         [("RUS", YES, "XAB"), ("KAZ", NOT, "XAB")]),
        ("Russia recognised Abkhazia. Kazakhstan did not.", [("RUS", YES, "XAB"), ("KAZ", NOT, "XAB")]),
        ("Abkhazia is recognised by Russia and Syria.", [("RUS", YES, "XAB"), ("SYR", YES, "XAB")]),
        ("Kosovo is not recognised by Serbia.", [("SRB", NOT, "XKX")]),
        ("Russia's recognition of Abkhazia came in August.", [("RUS", YES, "XAB")]),
        ("Nauru withdrew its recognition of Kosovo.", [("NRU", NOT, "XKX")]),
        ("Kazakhstan does not recognise quasi-state entities.", [("KAZ", NOT, None)]),
        ("Kazakhstan does not recognise Russia's annexation of Crimea.", [("KAZ", NOT, None)]),
        ("Lithuania supports Ukraine's territorial integrity.", [("LTU", "supports", "UKR")]),
        ("Hungary won't support Ukraine.", [("HUN", "opposes", "UKR")]),
        ("Poland condemned Russia's attack.", [("POL", "condemns", "RUS")]),
        ("Poland condemned the invasion of Ukraine.", [("POL", "condemns", None)]),
        ("Poland condemned the invasion of Ukraine by Russia.", [("POL", "condemns", "RUS")]),
        ("Georgia called on Russia to leave.", [("GEO", "demands", "RUS")]),
        ("Washington promised to help Taiwan.", [("USA", "promises", "TWN")]),
    ],
)  # fmt: skip
def test_stands_are_read(words, told):
    assert _told(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "Would Kazakhstan recognise Kosovo?", "If Kazakhstan recognised Kosovo, that would be odd.",
        "Kazakhstan could recognise Kosovo.", "Kazakhstan may not recognise Kosovo.",
        "Kazakhstan did not rule out recognising Kosovo.", "Kazakhstan recognises the need for dialogue.",
        "Moscow-backed separatists do not recognise Kyiv.", "Russian analysts support Donetsk.",
        "The internationally recognised government of Libya spoke.", "We do not recognise Kosovo.",
        "With the support of Russia, Armenia won.", "Kazakhstan did not condemn Russia.",
        "Nobody recognises Transnistria.",
        "Putin criticised Medvedev.",
        "Russia fired back at Poland.",
        "Trump support in Poland grew.",
    ],
)  # fmt: skip
def test_what_is_asked_supposed_or_anothers_is_no_stand(words):
    assert _told(words) == []


def test_we_in_a_quotation_is_the_speaker():
    words = 'Tokayev said: "We do not recognise Taiwan, and our country will never recognise Luhansk."'
    said = _said(words, words[words.index("We") : -1], "Tokayev", "KAZ")
    text = Text(words)
    found = positions(text, text.sentences, mentions(text), (said,))
    assert [(one.holder, one.holder_state, one.target_state) for one in found] == [
        ("Tokayev", "KAZ", "TWN"),
        ("Tokayev", "KAZ", "XLU"),
    ]
    assert {one.statement for one in found} == {"s1"}


def test_he_in_reported_speech_is_the_speaker_and_they_in_a_quotation_are_not():
    words = "The minister, after talks with Russia, said that he did not recognise Kosovo."
    said = _said(words, "he did not recognise Kosovo", "The minister", "KAZ", "reported")
    assert _told(words, (said,)) == [("KAZ", NOT, "XKX")]
    words = 'Tokayev said: "They do not recognise Kosovo."'
    assert _told(words, (_said(words, "They do not recognise Kosovo", "Tokayev", "KAZ"),)) == []


def test_the_span_holds_the_verb_and_the_target():
    text = Text("On Friday Kazakhstan did not recognise Kosovo, and left.")
    (one,) = positions(text, text.sentences, mentions(text), ())
    assert text.of(one.span) == "Kazakhstan did not recognise Kosovo"
    assert one.to_dict()["target"] == "XKX"
    assert one.to_dict()["target_resolved"]
