"""Words beside a name that say whether it is a state's, a person's or something else's."""

from __future__ import annotations

import re

from leeway.reader.word_lists import word_set

TITLES = word_set(
    "president premier minister chancellor secretary king queen prince sultan emir mr mrs ms dr general",
    "gen marshal colonel leader taoiseach pm fm spokesman spokeswoman spokesperson ambassador speaker",
    "comrade sir dame lord sheikh shah ayatollah dictator strongman counterpart chairman",
)
NOT_BEFORE = word_set(
    "post times university club agreement agreements accord accords convention examiner street state sea",
    "ocean gulf peninsula protocol stock square airport herald review institute declaration communique",
    "journal gazette city",
)
GIVEN_NAMES = word_set("jordan chad georgia victoria sofia israel paris vienna kenya india")
SURNAMES = word_set("jordan chad washington london holland paris rome wellington georgia")
FIRST_NAMES = word_set(
    "michael george denzel booker kerry jack jeremy barbara vernon duke katherine robert julie tom"
)
NEW = ("New ", "South ", "North ", "Port ")
FEDERAL = re.compile(
    r"\b(?:Atlanta|Savannah|Fulton|Alabama|Florida|Carolina|Tennessee|Arizona|Republicans?|Democrats?|"
    r"Democratic|Stacey|Kemp|GOP|Pennsylvania|Wisconsin|Michigan|Nevada)\b"
)
OF_RECOGNITION = re.compile(
    r"recogni|republic|independen|separatis|breakaway|statehood|quasi|self-proclaimed|"
    r"unrecogni|DNR|LNR|DPR|LPR",
    re.IGNORECASE,
)
OFFICES = word_set(
    "prime foreign defence defense interior deputy vice national central parliament supreme and is has was",
    "will ministry government foreign's says said",
)
NOT_GIVEN = (
    TITLES
    | OFFICES
    | word_set(
        "but when while if after before as since although because then that this in on at for from with by ",
        "so yet earlier later meanwhile today yesterday does did do what why how who even only both neither ",
        "either monday tuesday wednesday thursday friday saturday sunday january february march april may ",
        "june july august september october november december western eastern northern southern the a an ",
        "russia's foreign mister under like asked according former affairs council not no",
    )
)
