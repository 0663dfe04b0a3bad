"""Declares ``governance.yaml``: bodies, seats, rotation and cadences."""

from hansa.charter.terms import Modality
from hansa.directory.terms.offices import Office
from hansa.governance import terms
from hansa.governance.charter.dockets import DOCKET
from hansa.governance.charter.participation import PARTICIPATION
from hansa.governance.terms import BodyType, OrderClaim
from hansa.kernel.shapes import (
    BOTH,
    Day,
    Field,
    Flag,
    Id,
    Line,
    ListOf,
    Nullable,
    OneOf,
    Record,
    Ref,
    Whole,
    may,
    needs,
)

CITED = ListOf(Ref(kind="clause"), least=1)
READINGS = ListOf(Ref(kind="reading"))
MONTH = Whole(least=1, most=12)


def _sources() -> dict[str, Field[object]]:
    return {
        "clauses": needs(CITED, "the clauses it rests on"),
        "assumptions": may(READINGS, "the readings it rests on", ()),
    }


OFFICE_OF = Record(
    terms.OfficeOf,
    {
        "office": needs(OneOf(Office), "the office"),
        "turn": may(
            OneOf(terms.Turn), "this year's turn or last year's", terms.Turn.CURRENT
        ),
    },
)

SEAT = Record(
    terms.SeatRule,
    {
        "office": needs(OneOf(Office), "the office that sits here"),
        "per": may(OneOf(terms.Per), "who each holds the seat", terms.Per.MEMBER),
        "count": may(Nullable(Whole(least=1, most=99)), "people; null for open"),
        "level": may(Nullable(OneOf(terms.Level)), "only at this level"),
        "clauses": may(ListOf(Ref(kind="clause")), "the clauses it rests on", ()),
    },
)

CADENCE = Record(
    terms.Cadence,
    {
        "kind": may(
            OneOf(terms.EntryKind), "meeting or circular", terms.EntryKind.MEETING
        ),
        "every": needs(OneOf(terms.Every), "the period in which it repeats"),
        "month": may(Nullable(MONTH), "the month it is bound to"),
        "times": may(Whole(least=1, most=52), "entries in each period", 1),
        "level": may(Nullable(OneOf(terms.Level)), "its level"),
        "modality": needs(OneOf(Modality), "how strongly it binds"),
        "hosted": may(Flag(), "whether the member in turn hosts it", default=False),
        "chair": may(Nullable(OFFICE_OF), "who chairs"),
        "convener": may(Nullable(OFFICE_OF), "who convenes"),
        **_sources(),
    },
    keeps_place=True,
)

MANDATE = Record(
    terms.Mandate,
    {
        "clause": needs(Ref(kind="clause"), "the clause that gives it"),
        "title": needs(BOTH, "the task"),
    },
)

ROTATION = Record(
    terms.Rotation,
    {
        "name": needs(BOTH, "what the member in turn is called"),
        "office": needs(OneOf(Office), "the office that acts for it"),
        **_sources(),
        "opens_on": needs(Day(), "the first day that has a member in turn"),
        "founding": may(Nullable(Ref(kind="member")), "first term, outside the cycle"),
        "order": needs(ListOf(Ref(kind="member")), "the printed order"),
        "next": may(Nullable(Ref(kind="member")), "who begins under a changed order"),
        "turns_month": may(MONTH, "month in which the turn passes on", 1),
        "turns_day": may(Whole(least=1, most=28), "day on which it passes on", 1),
        "claim": may(Nullable(OneOf(OrderClaim)), "what the text says of the order"),
    },
    keeps_place=True,
)

FOUNDING_SESSION = Record(
    terms.FoundingSession,
    {
        "body": needs(Ref(kind="body"), "whose first session it was"),
        "level": may(Nullable(OneOf(terms.Level)), "its level"),
        "start": needs(Day(), "first day"),
        "end": needs(Day(), "the day after its last"),
        "year_provenance": may(
            OneOf(terms.Provenance),
            "whether the text prints the year",
            terms.Provenance.PRINTED,
        ),
        "place": may(Nullable(BOTH), "where it was held; null where not printed"),
        "document": needs(Ref(kind="instrument"), "the paper that reports it"),
        **_sources(),
    },
    keeps_place=True,
)

BODY = Record(
    terms.Body,
    {
        "id": needs(Id(kind="body"), "slug of the body"),
        "name": needs(BOTH, "its own name"),
        "type": needs(OneOf(BodyType), "what it is for"),
        "layer": needs(Ref(kind="layer"), "its tier"),
        "parent": may(Nullable(Ref(kind="body")), "the body it answers to"),
        "succeeds": may(Nullable(Ref(kind="body")), "the body it replaces"),
        "proposed_on": may(Nullable(Day()), "the day it was proposed"),
        "established_on": may(Nullable(Day()), "the day it was established"),
        "dissolved_on": may(Nullable(Day()), "the day it ended"),
        "condition": may(Nullable(Line(longest=8)), "the word its creation waits for"),
        "domain": may(Nullable(Ref(kind="domain")), "its field of cooperation"),
        "programme": may(Nullable(Ref(kind="programme")), "the programme it serves"),
        "followed_by": may(
            ListOf(Ref(kind="body")), "who takes over; the first, what is open", ()
        ),
        "quiet": may(
            Nullable(OneOf(terms.Every)), "a whole period without a meeting is told"
        ),
        "location": may(
            Nullable(
                Record(
                    terms.Location,
                    {
                        "member": needs(Ref(kind="member"), "the city it sits in"),
                        "unit": needs(BOTH, "the unit it sits with"),
                        "rotates": may(
                            Flag(), "no: it does not move with the turn", default=False
                        ),
                        "clauses": needs(CITED, "the clauses it rests on"),
                    },
                )
            ),
            "where it sits; it does not move with the turn",
        ),
        "invitees": may(ListOf(BOTH), "who is invited without being a party", ()),
        "seats": may(ListOf(SEAT), "who sits in it", ()),
        "cadences": may(ListOf(CADENCE), "what it must hold or send, and when", ()),
        "mandates": may(ListOf(MANDATE), "its tasks", ()),
        "competences": may(
            ListOf(
                Record(
                    terms.Competence,
                    {
                        "act": needs(OneOf(terms.Act), "the act"),
                        "level": may(
                            Nullable(OneOf(terms.Level)), "only at this level"
                        ),
                        "clauses": needs(CITED, "the clauses it rests on"),
                    },
                )
            ),
            "acts that it may do",
            (),
        ),
        "docket": may(Nullable(DOCKET), "what it deals with, and how"),
        **_sources(),
    },
    keeps_place=True,
)

GROUPS = Record(
    terms.GroupSet,
    {
        "declared": may(Nullable(Whole(least=1, most=99)), "groups the text counts"),
        "layer": needs(Ref(kind="layer"), "their tier"),
        "parent": needs(Ref(kind="body"), "the body they answer to"),
        "open_list": may(
            Flag(), "whether the text leaves room for more", default=False
        ),
        "established_on": may(Nullable(Day()), "the day they were established"),
        "seats": may(ListOf(SEAT), "who sits in each", ()),
        "cadences": needs(ListOf(CADENCE), "what each must hold or send, and when"),
        "mandates": may(ListOf(MANDATE), "their tasks", ()),
        "docket": may(Nullable(DOCKET), "what each deals with, and how"),
        **_sources(),
        "list": needs(
            ListOf(
                Record(
                    terms.GroupLine,
                    {
                        "id": needs(Id(kind="body"), "slug of the group"),
                        "name": needs(BOTH, "its own name"),
                        "domain": may(Nullable(Ref(kind="domain")), "its field"),
                        "established_on": may(Nullable(Day()), "where it differs"),
                        "dissolved_on": may(Nullable(Day()), "the day it ended"),
                        "followed_by": may(
                            ListOf(Ref(kind="body")), "the bodies that take over", ()
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "the groups, in the printed order",
        ),
    },
    keeps_place=True,
)

STATUTE = Record(
    terms.Statute,
    {
        "rotation": needs(ROTATION, "who takes the turn"),
        "founding_session": may(Nullable(FOUNDING_SESSION), "the first session"),
        "cadences_from": may(
            Nullable(Whole(least=1900, most=2999)), "first year of the cadences"
        ),
        "required_types": may(
            ListOf(OneOf(BodyType)), "organs the text says the league consists of", ()
        ),
        "bodies": needs(ListOf(BODY), "bodies, highest tier first"),
        "groups": may(Nullable(GROUPS), "working groups with one statute"),
        "secondment": may(
            Nullable(
                Record(
                    terms.Secondment,
                    {
                        "name": needs(BOTH, "what the text calls it"),
                        "to": needs(Ref(kind="body"), "the office they work in"),
                        "least": needs(Whole(least=0, most=99), "people from each"),
                        "most": may(Nullable(Whole(least=1, most=99)), "at most"),
                        "full_time": may(
                            Flag(), "whether they must be full-time", default=False
                        ),
                        "clauses": needs(CITED, "the clauses it rests on"),
                    },
                )
            ),
            "people lent to the office",
        ),
        "focal_points": may(
            Nullable(
                Record(
                    terms.FocalPoints,
                    {
                        "bodies": needs(Whole(least=1, most=9), "units from each"),
                        "people": needs(Whole(least=1, most=9), "people from each"),
                        "clauses": needs(CITED, "the clauses it rests on"),
                    },
                )
            ),
            "liaison that each member names",
        ),
        "task_levels": may(
            ListOf(
                Record(
                    terms.TaskLevel,
                    {
                        "id": needs(Id(kind="task-level"), "slug of the level"),
                        "name": needs(BOTH, "its name"),
                        "clauses": needs(CITED, "the clauses it rests on"),
                        "tasks": may(ListOf(BOTH), "its tasks", ()),
                        "gap": may(Nullable(Ref(kind="gap")), "where none is printed"),
                    },
                    keeps_place=True,
                )
            ),
            "who has which tasks",
            (),
        ),
        "participation": may(
            Nullable(PARTICIPATION), "how the public and associations take part"
        ),
    },
)
