"""The section ``supervision.yaml``: the ladders by which cities supervise their units."""

from hansa.charter.terms import Index
from hansa.duties.terms import supervision as terms
from hansa.duties.terms.supervision import Ladder, RungKind, SupervisionBook
from hansa.kernel.shapes import (
    BOTH,
    Flag,
    Id,
    ListOf,
    Log,
    Nullable,
    OneOf,
    Record,
    Slug,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import mark

DAYS_MOST = 250  # A year of working days; a longer limit is a slip of the keyboard.

RUNG = Record(
    terms.Rung,
    {
        "id": needs(Slug(example="order"), "slug of the rung, within its ladder"),
        "name": needs(BOTH, "what its paper is called"),
        "kind": needs(OneOf(RungKind), "whether it urges or orders"),
        "receipt_days": needs(
            Whole(least=1, most=DAYS_MOST), "working days to sign for it"
        ),
        "answer_days": needs(Whole(least=1, most=DAYS_MOST), "working days to answer"),
        "urgent": may(Flag(), "whether an urgent matter may begin here", default=False),
        "words": needs(
            BOTH,
            "what its paper asks; how the matter stands is written from the record",
        ),
    },
)

LADDER = Record(
    terms.Ladder,
    {
        "id": needs(Id(kind="ladder", example="three-steps"), "slug of the ladder"),
        "name": needs(BOTH, "what the ladder is called"),
        "example": may(
            Flag(), "true while nobody has agreed on its terms", default=False
        ),
        "note": may(Nullable(BOTH), "what a reader must know"),
        "rungs": needs(ListOf(RUNG, least=1), "its rungs, the first one first"),
        "bulletin": needs(BOTH, "what its bulletin is called"),
    },
    keeps_place=True,
)

SUPERVISION = Record(
    terms.SupervisionBook,
    {"ladders": needs(ListOf(LADDER), "every ladder that a city may choose")},
)


def link_supervision(book: SupervisionBook, index: Index, log: Log) -> None:
    """Check that the rungs of each ladder fit together."""
    del index
    for ladder in book.ladders:
        _check_ladder(ladder, log)
    examples = tuple(ladder.id for ladder in book.ladders if ladder.example)
    if examples:
        first = next(ladder for ladder in book.ladders if ladder.example)
        log.note(
            "ladder-example",
            first.at,
            mark("Nobody has agreed on these ladders of supervision: {ladders}."),
            mark("Cities replace them by their own; until then pages call them so."),
            ladders=examples,
        )


def _check_ladder(ladder: Ladder, log: Log) -> None:
    ids = [rung.id for rung in ladder.rungs]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        log.error(
            "rung-twice",
            ladder.at,
            mark("“{ladder}” has two rungs of the name “{id}”."),
            mark("Give each its own id."),
            ladder=ladder.name,
            id=twice,
        )
    for rung in ladder.rungs:
        if rung.receipt_days > rung.answer_days:
            log.error(
                "rung-receipt-late",
                ladder.at,
                mark("“{rung}” would be answered before it is signed for."),
                mark("Give no more days for the receipt than for the answer."),
                rung=rung.name,
            )
