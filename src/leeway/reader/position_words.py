"""Verbs of position, and the words that stand beside them."""

from __future__ import annotations

import re

from leeway.reader.word_lists import parts, word_set

VERBS = re.compile(
    r"\b(?:"
    r"(?P<recognises>recogni[sz](?:e[sd]?|ing)\b)"
    r"|(?P<ellipsis>(?:does|did|has|have|do)\s+not\s*(?=[.;\n]))"
    r"|(?P<recognition>recognition\s+of\b)"
    r"|(?P<withdraws>withdr(?:ew|aws?|awn)\s+(?:its\s+|their\s+)?recognition\s+(?:of|from)\b|derecogni[sz]ed?\b)"
    r"|(?P<supports>supports?(?:ed)?|backs|backed|back|endorse[sd]?|side[sd]?\s+with|"
    r"stands?\s+(?:with|by)|stood\s+(?:with|by))\b"
    r"|(?P<voices>(?:voiced|voices|expressed|expresses|reaffirmed|reiterated|reaffirms|declared|offered)\s+"
    r"(?:its\s+|their\s+|his\s+|her\s+|full\s+|strong\s+)?(?:full\s+|strong\s+)?support\s+(?:for|to))\b"
    r"|(?P<opposes>oppose[sd]?|rejects?|rejected|object(?:s|ed)?\s+to)\b"
    r"|(?P<condemns>condemn(?:s|ed)?|denounce[sd]?|deplore[sd]?|criticis?ze?[sd]?|criticise[sd]?)\b"
    r"|(?P<demands>demand(?:s|ed)?(?:\s+that|\s+from)?|urge[sd]?|call(?:s|ed)?\s+on|call(?:s|ed)?\s+upon)\b"
    r"|(?P<promises>(?:promise[sd]?|pledge[sd]?|vow(?:s|ed)?)(?:\s+to\s+(?:help|support|defend|back|arm|aid|"
    r"stand\s+(?:by|with))|"
    r"\s+(?:support|aid|help|weapons|arms|troops)(?:\s+(?:to|for))?)?)\b"
    r")",
    re.IGNORECASE,
)
TAILS = parts(
    "oes not|id not|as not|ave not|o not",
    "ecogni|erecogni|ithdr|upport|ack |acks |acked |ndorse|ide |ides |ided |tand|tood |oice",
    "xpress|eaffirm|eiterat|eclared|ffered|ppose|eject|bject|ondemn|enounce|eplore|riticis|riticiz|emand",
    "rge|all on|alls on|alled on|all upon|alls upon|alled upon|romise|ledge|ow to|ows|owed",
)
STOP = re.compile(
    r"[.;:!?()\"\n—]|,\s+(?:but|while|which|who|although|because|said|says|president|he|she|it|they|a|an)\b"
    r"|\b(?:but|while|because|although|after|before|since|when|if|said|says|that|who|which)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
BEFORE_ENTITY = word_set(
    "the a an both either independence statehood sovereignty of self-proclaimed so-called breakaway",
    "separatist",
    "region regions territory territories republic republics state states quasi-state entities entity two",
    "unrecognised russian-backed moscow-backed self-declared claimed declared as neither any partially",
)
OWN = word_set("independence statehood sovereignty existence")
LIKE_A_STATE = re.compile(
    r"\b(?:quasi-states?|states?|republics?|entit(?:y|ies)|territor(?:y|ies)|independence|government|regime|"
    r"annexation|"
    r"referendums?|breakaway|region|regions|borders)\b",
    re.IGNORECASE,
)
OF_TARGET = word_set(
    "integrity independence sovereignty government people efforts position policy policies actions",
    "aggression",
    "leadership authorities statement security statehood membership accession side army decision president",
)
NOUN_BEFORE = word_set(
    "the a an its his her their our my of in with for military financial strong full internationally widely",
    "broadpopular public no more some s",
)
PRONOUN = re.compile(r"\s*(?:them|it|either|both)\b", re.IGNORECASE)
BY = re.compile(r"\bby\s+(?:both\s+|only\s+)?(?:the\s+)?")
ASKS = word_set("if whether unless should until")
AWAY = re.compile(r"\s+(?:at|to|from|in|on|by|away|into|and|home|against|down|up|out|then)\b")
