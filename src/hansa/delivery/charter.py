"""The section ``projects.yaml``: every work that the texts name."""

from itertools import pairwise

from hansa.charter.terms import Index, Modality
from hansa.delivery import terms
from hansa.delivery.terms import CharterWork, Library, Mode, Stage, WorkKind
from hansa.kernel.shapes import (
    BOTH,
    Day,
    Flag,
    Id,
    ListOf,
    Log,
    Nullable,
    OneOf,
    Record,
    Ref,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import mark

WORK_ID = r"PRJ-\d{2,3}"


def _class_change(**named: terms.WaterwayClass) -> terms.ClassChange:
    # “from” is a word of Python, so the record cannot carry the charter's own names.
    return terms.ClassChange(before=named["from"], after=named["to"])


WORK = Record(
    terms.CharterWork,
    {
        "id": needs(
            Id(kind="work", pattern=WORK_ID, example="PRJ-07"),
            "id, that of its first clause",
        ),
        "kind": needs(OneOf(WorkKind), "built, run or written"),
        "mode": needs(OneOf(Mode), "half of its key"),
        "name": needs(BOTH, "its name as printed; half of its key"),
        "members": needs(ListOf(Ref(kind="member")), "member cities along it"),
        "members_confirmed": needs(Flag(), "whether the league confirmed them"),
        "mentions": needs(
            ListOf(
                Record(
                    terms.PrintedMention,
                    {
                        "clause": needs(Ref(kind="clause"), "the clause that names it"),
                        "stage": needs(OneOf(Stage), "the stage printed there"),
                    },
                )
            ),
            "every place that names it",
        ),
        "programme": may(Nullable(Ref(kind="programme")), "the set it belongs to"),
        "assumptions": may(ListOf(Ref(kind="reading")), "readings it rests on", ()),
        "segments": may(
            ListOf(
                Record(
                    terms.Segment,
                    {
                        "name": needs(BOTH, "name of the segment"),
                        "members": needs(ListOf(Ref(kind="member")), "its cities"),
                    },
                )
            ),
            "its parts; without any it counts as one",
            (),
        ),
        "printed_end": may(
            Nullable(
                Record(
                    terms.PrintedEnd,
                    {
                        "on": needs(Day(), "the printed day"),
                        "modality": needs(OneOf(Modality), "how strongly it binds"),
                    },
                )
            ),
            "an end date, only where one is printed",
        ),
        "class_change": may(
            Nullable(
                Record(
                    _class_change,
                    {
                        "from": needs(OneOf(terms.WaterwayClass), "class before"),
                        "to": needs(OneOf(terms.WaterwayClass), "class after"),
                    },
                )
            ),
            "a change of class that the text asks for",
        ),
        "operating_since": may(Nullable(Day()), "in operation since, where printed"),
        "possible_duplicates": may(
            ListOf(Ref(kind="work")), "works that may be the same", ()
        ),
        "note": may(Nullable(BOTH), "what a reader must know"),
    },
    keeps_place=True,
)

LIBRARY = Record(
    terms.Library,
    {
        "programmes": may(
            ListOf(
                Record(
                    terms.Programme,
                    {
                        "id": needs(Id(kind="programme"), "slug of the programme"),
                        "name": needs(BOTH, "its name"),
                        "clauses": needs(ListOf(Ref(kind="clause")), "what names it"),
                        "open_list": may(
                            Flag(), "whether more may join", default=False
                        ),
                    },
                )
            ),
            "named sets of works",
            (),
        ),
        "lists": may(
            ListOf(
                Record(
                    terms.PrintedList,
                    {
                        "id": needs(Id(kind="list"), "slug of the list"),
                        "line": needs(Whole(least=1, most=100_000), "line of the text"),
                        "open": needs(Flag(), "whether it closes with 等"),
                    },
                )
            ),
            "lines that list works",
            (),
        ),
        "works": needs(ListOf(WORK), "every work that the text names"),
    },
)


def link_library(library: Library, index: Index, log: Log) -> None:
    """Check keys, stages, duplicates and members of the named works."""
    del index
    _check_keys(library.works, log)
    for work in library.works:
        if not work.mentions:
            log.error(
                "work-not-mentioned",
                work.at,
                mark("“{work}” is mentioned by no clause."),
                mark("Name the clause that names the work."),
                work=work.name,
            )
        for one, other in pairwise(work.mentions):
            if one.stage is not other.stage:
                log.warning(
                    "stage-conflict",
                    work.at,
                    mark(
                        "“{work}” is named at two stages: {one} in {first}, {other} in "
                        "{second}. No stage is chosen."
                    ),
                    mark("Record the true stage with evidence."),
                    work=work.name,
                    one=one.stage.value,
                    first=one.clause,
                    other=other.stage.value,
                    second=other.clause,
                )
    _note_duplicates(library.works, log)
    unconfirmed = [work for work in library.works if not work.members_confirmed]
    if unconfirmed:
        log.note(
            "members-from-geography",
            unconfirmed[0].at,
            mark(
                "The member cities of {count} works are known from public geography "
                "only: {works}."
            ),
            mark("Have the cities confirm them, then set members_confirmed: true."),
            count=len(unconfirmed),
            works=tuple(work.id for work in unconfirmed),
        )


def _check_keys(works: tuple[CharterWork, ...], log: Log) -> None:
    seen: dict[tuple[Mode, str], CharterWork] = {}
    for work in works:
        former = seen.setdefault((work.mode, work.name.zh), work)
        if former is not work:
            log.error(
                "duplicate-work",
                work.at,
                mark("“{work}” has the mode and name of {former} on line {line}."),
                mark("Merge the two and keep both mentions, or correct the mode."),
                work=work.name,
                former=former.id,
                line=former.at.line,
            )


def _note_duplicates(works: tuple[CharterWork, ...], log: Log) -> None:
    names = {work.id: work.name for work in works}
    for work in works:
        for other in work.possible_duplicates:
            log.note(
                "possible-duplicate",
                work.at,
                mark("“{work}” and “{other}” may be one work; they count as two."),
                mark("Ask the units in charge, then merge them or remove the remark."),
                work=work.name,
                other=names.get(other, other),
            )
