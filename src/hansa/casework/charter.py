"""The section ``casework.yaml``: the types of cases that a league knows."""

from collections.abc import Iterable

from hansa.casework.terms import types as terms
from hansa.casework.terms.types import (
    BODY,
    CaseBook,
    CaseType,
    Clock,
    Counted,
    RestsOn,
    Silence,
    Step,
    Until,
)
from hansa.charter.terms import Index
from hansa.chassis.actor import Role
from hansa.kernel.shapes import (
    BOTH,
    Flag,
    Id,
    ListOf,
    Log,
    Nullable,
    OneOf,
    Record,
    Ref,
    Slug,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import Text, mark, text

DAYS_MOST = 3660  # Ten years; a longer limit is a slip of the keyboard.


def _clock(**named: object) -> Clock:
    # “from” is a word of Python, so the record cannot carry the charter's own name.
    named["from_step"] = named.pop("from")
    return Clock(**named)  # type: ignore[arg-type]  # the shape has read every field


ROLE = Record(
    terms.PartyRole,
    {
        "id": needs(Slug(example="respondent"), "slug of the role, within its type"),
        "name": needs(BOTH, "what such a party is called"),
        "opens": may(Flag(), "whether such a party may open a case", default=False),
    },
)

CLOCK = Record(
    _clock,
    {
        "id": needs(Slug(), "slug of the clock, within its type"),
        "name": needs(BOTH, "what there is time for"),
        "awaits": needs(Slug(example=BODY), "a role of the type, or body"),
        "days": needs(Whole(least=1, most=DAYS_MOST), "how many days"),
        "counted": may(OneOf(Counted), "which days count", default=Counted.WORKING),
        "from": needs(OneOf(Step), "the step from which it runs"),
        "until": needs(OneOf(Until), "what it waits for"),
        "silence": needs(OneOf(Silence), "what happens when it has run out"),
        "decision": may(
            Nullable(Slug(example="upheld")), "the decision that silence stands for"
        ),
    },
)

PAPER = Record(
    terms.Paper,
    {
        "id": needs(Slug(example="statement"), "slug of the document, within its type"),
        "name": needs(BOTH, "what the document is called"),
    },
)

DECISION = Record(
    terms.Outcome,
    {
        "id": needs(Slug(example="upheld"), "slug of the decision, within its type"),
        "name": needs(BOTH, "what is decided"),
        "two_persons": needs(
            Flag(), "whether one prepares it and another one approves it"
        ),
        "rests_on": may(
            OneOf(RestsOn), "what must be there before it", default=RestsOn.NOTHING
        ),
        "papers": may(
            ListOf(Slug(example="statement")), "documents that must be there", ()
        ),
    },
)

TYPE = Record(
    terms.CaseType,
    {
        "id": needs(Id(kind="case-type", example="dispute"), "slug of the type"),
        "title": needs(BOTH, "what such a case is called"),
        "clauses": needs(
            ListOf(Ref(kind="clause"), least=1), "the clauses that it rests on"
        ),
        "assumptions": may(ListOf(Ref(kind="reading")), "readings it rests on", ()),
        "example": may(
            Flag(), "true while nobody has agreed on its terms", default=False
        ),
        "note": may(Nullable(BOTH), "what a reader must know"),
        "file_within_days": may(
            Nullable(Whole(least=1, most=DAYS_MOST)),
            "calendar days from what it is about to its opening",
        ),
        "handled_by": may(
            ListOf(OneOf(Role)), "roles that handle it beside the office", ()
        ),
        "roles": needs(ListOf(ROLE), "what its parties are"),
        "clocks": may(ListOf(CLOCK), "who has how much time", ()),
        "ladder": may(
            ListOf(Ref(kind="body")),
            "the bodies it goes up to, the first one first",
            (),
        ),
        "papers": may(ListOf(PAPER), "documents that it asks for", ()),
        "decisions": needs(ListOf(DECISION), "what may be decided"),
    },
    keeps_place=True,
)

CASEWORK = Record(
    terms.CaseBook,
    {"types": needs(ListOf(TYPE), "every type of case that the league knows")},
)


def link_casework(book: CaseBook, index: Index, log: Log) -> None:
    """Check that roles, decisions, documents and ladder of each type fit together."""
    del index
    for kind in book.types:
        _check_names(kind, log)
        for clock in kind.clocks:
            _check_clock(kind, clock, log)
        _check_ladder(kind, log)
        papers = [paper.id for paper in kind.papers]
        asked = (paper for decision in kind.decisions for paper in decision.papers)
        _check_known(kind, text("document"), asked, papers, log)
    _note_examples(book.types, log)


def _check_names(kind: CaseType, log: Log) -> None:
    for what, ids in (
        (text("role"), [role.id for role in kind.roles]),
        (text("clock"), [clock.id for clock in kind.clocks]),
        (text("document"), [paper.id for paper in kind.papers]),
        (text("decision"), [decision.id for decision in kind.decisions]),
    ):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            log.error(
                "case-word-twice",
                kind.at,
                mark("“{type}” has two of the name “{id}”: {what}."),
                mark("Give each its own id."),
                type=kind.title,
                id=twice,
                what=what,
            )


def _check_known(
    kind: CaseType, what: Text, asked: Iterable[str], known: list[str], log: Log
) -> None:
    for id_ in asked:
        if id_ in known:
            continue
        log.error(
            "case-word-unknown",
            kind.at,
            mark("“{type}” has no {what} “{id}”."),
            mark("Declare it in the type, or choose one of: {known}."),
            type=kind.title,
            what=what,
            id=id_,
            known=tuple(known) or "-",
        )


ORDER = {
    Step.OPENED: 0,
    Step.REPLIED: 1,
    Step.DECIDED: 2,
    Until.REPLY: 1,
    Until.DECISION: 2,
    Until.CLOSURE: 3,
}
"""What comes after what; a clock runs forwards."""


def _check_clock(kind: CaseType, clock: Clock, log: Log) -> None:
    roles = [role.id for role in kind.roles]
    _check_known(kind, text("role"), [clock.awaits], [*roles, BODY], log)
    named = [clock.decision] if clock.decision is not None else []
    decisions = [decision.id for decision in kind.decisions]
    _check_known(kind, text("decision"), named, decisions, log)
    replies = clock.until is Until.REPLY
    accepts = clock.silence is Silence.ACCEPT
    forwards = ORDER[clock.from_step] < ORDER[clock.until]
    if not forwards or (replies and clock.awaits == BODY):
        log.error(
            "clock-never-runs",
            kind.at,
            mark("The clock “{clock}” of “{type}” waits for what cannot follow."),
            mark("A reply is awaited from a role; until must come after from."),
            clock=clock.id,
            type=kind.title,
        )
    if accepts != bool(named) or (accepts and not replies):
        log.error(
            "silence-unclear",
            kind.at,
            mark("What the silence at “{clock}” of “{type}” decides is not clear."),
            mark(
                "Name a decision where silence accepts, and only there; only a reply "
                "can be accepted by silence."
            ),
            clock=clock.id,
            type=kind.title,
        )
    if clock.silence is Silence.ESCALATE and clock.until is Until.CLOSURE:
        log.error(
            "silence-too-late",
            kind.at,
            mark("“{type}” is decided when “{clock}” runs, and cannot go higher."),
            mark("Let silence do nothing there."),
            clock=clock.id,
            type=kind.title,
        )


def _check_ladder(kind: CaseType, log: Log) -> None:
    awaited = any(clock.awaits == BODY for clock in kind.clocks)
    escalates = any(clock.silence is Silence.ESCALATE for clock in kind.clocks)
    repeats = len(set(kind.ladder)) < len(kind.ladder)
    if repeats or (not kind.ladder and (awaited or escalates)):
        log.error(
            "ladder-unfit",
            kind.at,
            mark("“{type}” waits for a body or goes higher, and its ladder cannot."),
            mark("Name the bodies in ladder, from the first to the last, each once."),
            type=kind.title,
        )


def _note_examples(types: tuple[CaseType, ...], log: Log) -> None:
    examples = [kind for kind in types if kind.example]
    if examples:
        log.note(
            "example-terms",
            examples[0].at,
            mark(
                "The terms of {count} case types are examples, not yet agreed: {ids}."
            ),
            mark("Have the league agree on them, then set example: false."),
            count=len(examples),
            ids=tuple(kind.id for kind in examples),
        )
