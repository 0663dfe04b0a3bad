"""Declares the part of ``governance.yaml`` that says what a body deals with, and how."""

from collections.abc import Sequence

from hansa.governance.terms import Act, Body
from hansa.governance.terms.dockets import (
    AgreementRule,
    Approving,
    Consensus,
    Docket,
    DocketClass,
    Gate,
    ItemAct,
    MinutesRule,
    Silence,
    Unresolved,
)
from hansa.governance.terms.levels import Level
from hansa.kernel.shapes import (
    BOTH,
    Flag,
    Line,
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
from hansa.kernel.text import mark

CITED = ListOf(Ref(kind="clause"), least=1)

CLASS = Record(
    DocketClass,
    {
        "id": needs(Slug(), "slug of the class, once in its body"),
        "title": needs(BOTH, "what such a matter is called"),
        "level": may(Nullable(OneOf(Level)), "only at this level"),
        "required": may(
            Flag(), "whether a session must decide one before it closes", default=False
        ),
        "sourced": may(Flag(), "whether a matter must name its source", default=False),
        "opinions": may(
            Nullable(Whole(least=1, most=15)),
            "experts who must be heard before such a matter is voted",
        ),
        "consulted": may(
            Flag(),
            "whether the public must have been heard before it is decided",
            default=False,
        ),
        "clauses": needs(CITED, "the clauses it rests on"),
    },
)

GATE = Record(
    Gate,
    {
        "body": needs(Ref(kind="body"), "the body that clears in the same year"),
        "acts": needs(ListOf(OneOf(ItemAct), least=1), "what must be cleared"),
        "urgent": may(Flag(), "whether there is an urgent route", default=False),
        "clauses": needs(CITED, "the clauses it rests on"),
    },
    keeps_place=True,
)

CONSENSUS = Record(
    Consensus,
    {
        "clauses": needs(CITED, "the clauses it rests on"),
        "assumptions": may(ListOf(Ref(kind="reading")), "the readings it rests on", ()),
    },
)

WORKING_DAYS = Whole(least=1, most=250)

MINUTES = Record(
    MinutesRule,
    {
        "due_days": needs(
            WORKING_DAYS, "working days after closing until they are published"
        ),
        "comment_days": needs(WORKING_DAYS, "working days of a round of comments"),
        "silence": needs(OneOf(Silence), "what silence means after that"),
        "approval": needs(OneOf(Approving), "whose word makes them final"),
        "organs": may(
            Nullable(Line()),
            "what each city's organ is called that issues them with the others, with "
            "{city} for its name; left out, the office alone issues them",
        ),
        "clauses": needs(CITED, "the clauses it rests on"),
        "assumptions": may(ListOf(Ref(kind="reading")), "the readings it rests on", ()),
    },
)

UNRESOLVED = Record(
    Unresolved,
    {
        "rounds": needs(
            Whole(least=1, most=10), "how many sessions may leave a matter open"
        ),
        "clauses": needs(CITED, "the clauses it rests on"),
        "assumptions": may(ListOf(Ref(kind="reading")), "the readings it rests on", ()),
    },
)

AGREEMENT = Record(
    AgreementRule,
    {
        "title": needs(BOTH, "what an agreement is called"),
        "preamble": needs(Line(), "the words that a draft begins with"),
        "closing": needs(Line(), "the words that a draft ends with"),
        "due_days": needs(
            WORKING_DAYS, "working days from going out until all have signed"
        ),
        "clauses": needs(CITED, "the clauses it rests on"),
        "assumptions": may(ListOf(Ref(kind="reading")), "the readings it rests on", ()),
    },
)

DOCKET = Record(
    Docket,
    {
        "classes": needs(ListOf(CLASS, least=1), "classes of matters"),
        "gate": may(Nullable(GATE), "what another body must clear first"),
        "consensus": may(
            Nullable(CONSENSUS), "where every member must consent to a decision"
        ),
        "minutes": may(Nullable(MINUTES), "how the body comes to its minutes"),
        "unresolved": may(
            Nullable(UNRESOLVED), "when an open matter goes to the body above"
        ),
        "agreement": may(
            Nullable(AGREEMENT), "how the cities sign what the body decided"
        ),
    },
)


def check_docket(body: Body, bodies: Sequence[Body], log: Log) -> None:
    """Check that classes are told apart, and that whoever clears a docket may do so."""
    if body.docket is None:
        return
    ids = [one.id for one in body.docket.classes]
    for id_ in sorted({one for one in ids if ids.count(one) > 1}):
        log.error(
            "class-repeats",
            body.at,
            mark("“{body}” has two classes of matters called “{id}”."),
            mark("Give every class of a body an id of its own."),
            body=body.name,
            id=id_,
        )
    gate = body.docket.gate
    clearing = {
        one.id
        for one in bodies
        if any(c.act is Act.SET_DOCKET for c in one.competences)
    }
    if gate is not None and gate.body not in clearing:
        log.error(
            "gate-without-competence",
            gate.at,
            mark("“{body}” clears the docket of another body and may not do so."),
            mark("Give it the competence set-docket with its clause, or name another."),
            body=gate.body,
        )
