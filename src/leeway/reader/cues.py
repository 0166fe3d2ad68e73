"""Words that attribute: verbs, nouns and adjectives, and what may follow them.

A verb is listed once, as its plain form; the other forms are made here. *says* takes a clause or a quotation,
*object* a noun, *to* an infinitive, *seems* tells how something looks to nobody in particular.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from leeway.reader.word_lists import word_set

Form = Literal["plain", "s", "ed", "ing"]
Tone = Literal["says", "asks", "demands"]


_SAYS = word_set(
    """
    say tell add write report note announce suggest argue tweet continue explain acknowledge declare
    agree claim warn state conclude recall insist reply predict reveal admit complain assure contend
    reiterate indicate respond confirm boast joke stress concede emphasize emphasise recount remark
    caution lament assert allege quip observe maintain estimate retort counter interject exclaim shout
    yell chant muse opine recommend speculate wonder fear believe think hope worry feel doubt know find
    show imply signal propose pledge promise vow threaten testify rule decide remember realize realise
    remind learn hint inform convince brag protest proclaim point intone repeat echo answer deny expect
    imagine assume guess understand figure email text mutter whisper chime venture quote inform disclose
    underscore forecast reason swear posit counsel fret gripe scoff snap bemoan clarify elaborate
    volunteer deadpan suspect profess affirm reaffirm attest relay declaim sense determine discover
    demonstrate prove reckon foresee anticipate advise decree pronounce surmise rejoin marvel sigh
    chuckle crow huff jeer murmur sing read sniff snarl preach summarize summarise theorize theorise
    hypothesize urge post retweet caption
    """
)
SPEECH = word_set(
    """
    say tell add write report announce claim warn state declare insist admit argue ask reply promise
    deny call tweet confirm assert demand urge acknowledge accuse
    """
)
"""Verbs that attribute inside a quotation too; thinking and wanting is not told apart there."""

_ASKS = word_set("ask wonder inquire enquire question query")
_DEMANDS = word_set(
    """
    demand urge request order implore exhort beseech instruct require beg plead
    """
)
_OBJECT = word_set(
    """
    call press describe endorse accuse criticize criticise cite defend praise reject oppose support
    attack dismiss denounce blame mock blast slam question express voice propose tout applaud condemn
    decry assail highlight reference mention discuss name portray label deem dub liken compare thank
    congratulate refute rebut criticise challenge rebuke lambast lambaste deride embrace champion
    advocate favor favour prefer reiterate outline detail list address claim deny repeat echo invoke
    quote announce admit acknowledge promise predict recall explain reveal confirm lament bemoan stress
    emphasize emphasise underscore underline foresee expect want love hate dislike consider view regard
    see characterize characterise depict paint cast identify nominate back urge warn recommend request
    order demand approve ignore disavow repudiate renounce ridicule vilify scorn skewer denigrate
    disparage belittle chide chastise scold berate castigate excoriate criticize hail welcome salute
    honor honour trumpet credit embrace resent regret mourn decline refuse seek dispute protest know
    understand appreciate respect admire trust distrust envy enjoy propose show tell ask push insult
    taunt tease thank cheer boo heckle warn assure remind inform convince persuade pressure ditch
    forecast project estimate testify signal imply unveil deliver reassure mull weigh cheer ponder
    contemplate detest loathe fear worry doubt find suggest note state think believe report stump
    imagine envision picture brand ban block veto pass sign authorize authorise enact issue publish
    release post tweet retweet share write affirm restate parrot rattle rehash recount relay
    """
)
_TO = word_set(
    """
    decline refuse vow promise pledge threaten hope want plan seek agree offer expect intend aim prefer
    decide choose attempt wish ask beg long yearn elect opt volunteer propose aspire desire demand
    request claim determine hesitate struggle consent pretend resolve
    """
)
_SEEMS = word_set("seem appear")
_PARTICLES = {
    "call": ("for", "on", "upon", "out"),
    "refer": ("to",),
    "allude": ("to",),
    "object": ("to",),
    "point": ("to", "out"),
    "focus": ("on",),
    "talk": ("about", "of", "up"),
    "speak": ("about", "of", "for", "against"),
    "complain": ("about", "of"),
    "worry": ("about", "over"),
    "warn": ("of", "about", "against"),
    "hope": ("for",),
    "think": ("of", "about"),
    "push": ("for",),
    "press": ("for",),
    "ask": ("for", "about"),
    "advocate": ("for",),
    "argue": ("for", "against", "over", "about"),
    "vote": ("for", "against"),
    "rail": ("against", "on"),
    "lash": ("out",),
    "apologize": ("for", "to"),
    "apologise": ("for", "to"),
    "disagree": ("with",),
    "agree": ("with", "on", "to"),
    "look": ("at", "for"),
    "joke": ("about",),
    "boast": ("about", "of"),
    "brag": ("about",),
    "hint": ("at",),
    "insist": ("on",),
    "respond": ("to",),
    "react": ("to",),
    "listen": ("to",),
    "cling": ("to",),
    "weigh": ("in",),
    "learn": ("of", "about"),
    "know": ("about", "of"),
    "write": ("about", "of"),
    "tweet": ("about", "at"),
    "care": ("about",),
    "balk": ("at",),
    "plead": ("for", "with"),
    "comment": ("on",),
    "sound": ("off",),
    "single": ("out",),
    "rule": ("out",),
    "lay": ("out",),
    "side": ("with",),
    "commit": ("to",),
    "campaign": ("for", "on", "against"),
    "pivot": ("to",),
    "cheer": ("for",),
    "wait": ("for",),
    "testify": ("about",),
    "lobby": ("for", "against"),
    "lie": ("about",),
    "quarrel": ("with",),
    "run": ("on",),
    "vouch": ("for",),
}
_NO_OBJECT = word_set(
    """
    refer allude object focus talk speak rail lash apologize apologise disagree look joke boast brag
    hint respond react listen cling weigh care balk plead comment sound single lay side commit campaign
    pivot wait lobby lie quarrel run vouch vote push press point complain insist hope agree worry rule
    learn
    """
)
_IRREGULAR = {
    "sing": ("sings", "sang", "singing"),
    "read": ("reads", "read", "reading"),
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "feel": ("feels", "felt", "feeling"),
    "know": ("knows", "knew", "knowing"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed", "showing"),
    "swear": ("swears", "swore", "swearing"),
    "hear": ("hears", "heard", "hearing"),
    "mean": ("means", "meant", "meaning"),
    "understand": ("understands", "understood", "understanding"),
    "see": ("sees", "saw", "seeing"),
    "foresee": ("foresees", "foresaw", "foreseeing"),
    "cast": ("casts", "cast", "casting"),
    "forecast": ("forecasts", "forecast", "forecasting"),
    "seek": ("seeks", "sought", "seeking"),
    "choose": ("chooses", "chose", "choosing"),
    "speak": ("speaks", "spoke", "speaking"),
    "beseech": ("beseeches", "besought", "beseeching"),
    "lay": ("lays", "laid", "laying"),
    "lie": ("lies", "lied", "lying"),
    "run": ("runs", "ran", "running"),
    "cling": ("clings", "clung", "clinging"),
}
_DOUBLING = word_set(
    """
    admit quip beg plan opt ban brag commit rebut refer chat swap snap pen dub pin tag
    """
)
_PARTICIPLES = {"written": "write", "known": "know", "shown": "show", "seen": "see", "chosen": "choose"}

NOUNY = word_set(
    """
    emails texts contests debates points reports issues signs questions calls claims notes hopes fears
    doubts promises pledges plans demands requests attacks supports views results posts tweets shares
    releases protests estimates forecasts projects names votes measures offers thanks answers rules
    urges worries guesses figures challenges comments quotes echoes signals sounds looks favors favours
    stresses warrants sights feels states
    """
)
"""Forms that are more often nouns; they attribute only after a name, a pronoun or *who*."""

NOUNS_THAT = word_set(
    """
    claim claims belief beliefs statement suggestion suggestions assertion assertions argument arguments
    allegation allegations accusation accusations warning warnings promise pledge hope hopes fear fears
    concern concerns complaint complaints assumption view conclusion report reports rumor rumors rumour
    rumours speculation contention prediction insistence announcement acknowledgment acknowledgement
    admission confirmation criticism doubt doubts worry worries message idea notion theory impression
    expectation expectations perception assurance assurances vow threat reminder recognition consensus
    news confidence opinion remark comment testimony evidence finding findings revelation accusation
    indication indications sense feeling word signal signs sign proof
    """
)
NOUNS_TO = word_set(
    """
    promise promises pledge pledges vow plan plans decision desire refusal threat threats offer proposal
    proposals call calls demand demands request requests commitment intention willingness attempt effort
    efforts bid
    """
)
NOUNS_OF = {
    "criticism": ("of",), "criticisms": ("of",), "support": ("for",), "opposition": ("to",),
    "call": ("for",), "calls": ("for",), "demand": ("for",), "demands": ("for",), "endorsement": ("of",),
    "attack": ("on",), "attacks": ("on",), "condemnation": ("of",), "praise": ("for",), "view": ("of", "on"),
    "views": ("of", "on"), "comments": ("about", "on"), "remarks": ("about", "on"),
    "concerns": ("about", "over"),
    "concern": ("about", "over"), "questions": ("about",), "complaints": ("about",), "doubts": ("about",),
    "rejection": ("of",), "defense": ("of",), "denunciation": ("of",), "embrace": ("of",), "fear": ("of",),
    "fears": ("of", "about"), "description": ("of",), "position": ("on",), "stance": ("on",),
    "statements": ("about", "on"), "anger": ("at", "over"), "worries": ("about",), "accusations": ("of",),
    "allegations": ("of",), "advocacy": ("for",), "disdain": ("for",), "admiration": ("for",),
    "knowledge": ("of",), "account": ("of",), "approval": ("of",), "disapproval": ("of",), "promise": ("of",),
    "promises": ("of",), "threats": ("of",),
}  # fmt: skip
ADJECTIVES = word_set(
    """
    confident convinced certain sure aware worried concerned hopeful optimistic skeptical sceptical
    eager reluctant unwilling willing adamant angry upset proud afraid unaware doubtful grateful sorry
    happy glad pleased disappointed surprised critical supportive interested wary ready determined
    """
)
PASSIVES = word_set(
    """
    expected said reported believed thought known considered accused alleged rumored rumoured estimated
    projected supposed seen described viewed called asked told deemed regarded perceived predicted
    widely criticized criticised blamed praised cited portrayed quoted listed named urged ordered
    scheduled assumed credited claimed required endorsed opposed supported backed condemned mentioned
    identified hailed dismissed convicted charged revealed disclosed announced dubbed labeled labelled
    mocked questioned suspected
    """
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that attributes, and what it may take."""

    verb: str
    form: Form
    says: bool
    object: bool
    to: bool
    seems: bool
    tone: Tone
    particles: tuple[str, ...]


def _forms(verb: str) -> tuple[str, str, str]:
    if verb in _IRREGULAR:
        s, ed, ing = _IRREGULAR[verb]
        return s, ed, ing
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith("e"):
        return verb + "s", verb + "d", verb[:-1] + "ing" if not verb.endswith("ee") else verb + "ing"
    s = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = verb + verb[-1] if verb in _DOUBLING else verb
    return s, stem + "ed", stem + "ing"


@cache
def cue_forms() -> dict[str, Cue]:
    """Every form of every verb, in lower case.

    Examples
    --------
    >>> cue_forms()["said"].verb, cue_forms()["denies"].form
    ('say', 's')
    """
    says, objects, to = frozenset(_SAYS), frozenset(_OBJECT), frozenset(_TO)
    particles = {verb: words for verb, words in _PARTICLES.items() if words}
    verbs = says | objects | to | frozenset([*_SEEMS, *_ASKS, *_DEMANDS, *particles])
    found: dict[str, Cue] = {}
    for verb in sorted(verbs):
        tone: Tone = "asks" if verb in _ASKS else "demands" if verb in _DEMANDS else "says"
        names: tuple[Form, ...] = ("plain", "s", "ed", "ing")
        for form, word in zip(names, (verb, *_forms(verb)), strict=True):
            found.setdefault(
                word,
                Cue(
                    verb, form, verb in says or verb in _ASKS or verb in _DEMANDS,
                    (verb in objects or verb in _ASKS) and verb not in _NO_OBJECT,
                    verb in to or verb in _DEMANDS, verb in _SEEMS, tone, particles.get(verb, ()),
                ),
            )  # fmt: skip
    for word, verb in _PARTICIPLES.items():
        one = found[_forms(verb)[1]]
        found[word] = Cue(verb, "ed", one.says, one.object, one.to, False, one.tone, one.particles)
    return found
