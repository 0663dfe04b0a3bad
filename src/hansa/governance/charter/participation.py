"""Declares the part of ``governance.yaml`` that gives the public and associations days."""

from hansa.governance.terms import Statute
from hansa.governance.terms.participation import DaysRule, Participation
from hansa.kernel.shapes import (
    ListOf,
    Log,
    Nullable,
    Record,
    Ref,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import mark

DAYS = Record(
    DaysRule,
    {
        "days": needs(
            Whole(least=1, most=366), "calendar days, from the day after the first"
        ),
        "clauses": needs(
            ListOf(Ref(kind="clause"), least=1), "the clauses it rests on"
        ),
        "assumptions": may(ListOf(Ref(kind="reading")), "the readings it rests on", ()),
    },
)

PARTICIPATION = Record(
    Participation,
    {
        "consultation": may(
            Nullable(DAYS), "the least days in which the public may comment"
        ),
        "proposals": may(
            Nullable(DAYS), "the days within which a proposal has its answer"
        ),
    },
)


def check_participation(statute: Statute, log: Log) -> None:
    """Check that days are given wherever a class of matters asks for a consultation."""
    rule = statute.participation
    if rule is not None and rule.consultation is not None:
        return
    for body in statute.all_bodies():
        for one in body.docket.classes if body.docket else ():
            if one.consulted:
                log.error(
                    "consultation-without-days",
                    body.at,
                    mark("“{title}” needs a consultation, and no days are given."),
                    mark("Write participation: consultation: with days and clauses."),
                    title=one.title,
                )
