"""The section ``clauses.yaml``: clauses, readings, constraints and gaps."""

from collections.abc import Mapping

from hansa.charter import terms
from hansa.charter.terms import Clause, ClauseBook, Index, Kind, Modality, Obligation
from hansa.kernel.shapes import (
    BOTH,
    Day,
    Field,
    Flag,
    Id,
    Line,
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

CLAUSE_ID = r"[A-Z]{3}-\d{2,3}"
PHRASE_LONGEST = 60  # The texts are press copy: no more than a phrase of them may ship.

CITED = ListOf(Ref(kind="clause"))

MODALITY_WORDS: Mapping[Modality, tuple[str, ...]] = {
    Modality.MUST: (),
    Modality.IN_PRINCIPLE: ("原则上",),
    Modality.GRADUAL: ("逐步", "不断"),
    Modality.STRIVE: ("力争", "争取"),
    Modality.EXPLORE: ("探索", "试点", "研究"),
    Modality.ENCOURAGE: ("鼓励", "支持"),
    Modality.CONDITIONAL: ("适时", "可", "协商组建", "根据需要"),
    Modality.NONE: (),
}
"""Source: contracts, section 4. 全面, 加快 and 尽快 leave an imperative an imperative."""


def _modal_fields() -> dict[str, Field[object]]:
    return {
        "modality": needs(OneOf(terms.Modality), "how strongly it binds"),
        "modality_word": needs(
            Nullable(Line(longest=8)), "the word that says so; null for an imperative"
        ),
        "phrase": needs(
            Line(longest=PHRASE_LONGEST), "the printed phrase, at most 60 characters"
        ),
        "title": needs(BOTH, "title in our own words"),
    }


OBLIGATION = Record(
    terms.Obligation,
    {
        "id": needs(
            Id(
                kind="clause",
                pattern=CLAUSE_ID + r"\.[a-z0-9-]+",
                example="GOV-12.plenary",
            ),
            "clause id and a slug",
        ),
        **_modal_fields(),
        "due_on": may(Nullable(Day()), "a printed date"),
    },
    keeps_place=True,
)

CLAUSE = Record(
    terms.Clause,
    {
        "id": needs(Id(kind="clause", pattern=CLAUSE_ID, example="GOV-04"), "row id"),
        "kind": needs(OneOf(terms.Kind), "what it asks for"),
        **_modal_fields(),
        "domain": needs(Ref(kind="domain"), "its field of cooperation"),
        "document": needs(Ref(kind="instrument"), "the paper it stands in"),
        "line": needs(Whole(least=1, most=100_000), "line of the text"),
        "label": may(Nullable(Line(longest=16)), "a number printed before it"),
        "governed_by": may(
            Nullable(Ref(kind="clause")), "the clause whose verb binds this one"
        ),
        "body_clauses": may(CITED, "clauses that prevail over this headline", ()),
        "bases": may(ListOf(Ref(kind="basis")), "policy documents it rests on", ()),
        "programme": may(
            Nullable(Line(longest=60)), "programme named at several lines"
        ),
        "tags": may(ListOf(Line(longest=60)), "slugs it is found by", ()),
        "indicator": may(Nullable(BOTH), "what is measured beside a statement"),
        "obligations": may(ListOf(OBLIGATION), "several ways in which it binds", ()),
    },
    keeps_place=True,
)

CLAUSES = Record(
    terms.ClauseBook,
    {
        "clauses": needs(ListOf(CLAUSE), "every clause of the text"),
        "readings": may(
            ListOf(
                Record(
                    terms.ClauseReading,
                    {
                        "id": needs(
                            Id(kind="reading", pattern=r"A-\d{2,3}", example="A-07"),
                            "id, such as A-07",
                        ),
                        "assumption": needs(Flag(), "whether it awaits confirmation"),
                        "configurable": may(
                            Flag(), "whether it may be changed", default=False
                        ),
                        "clauses": needs(CITED, "clauses it reads"),
                        "issue": needs(BOTH, "what is unclear"),
                        "reading": needs(BOTH, "how it is read"),
                        "alternative": may(Nullable(BOTH), "the other reading"),
                    },
                    keeps_place=True,
                )
            ),
            "how ambiguous clauses are read",
            (),
        ),
        "constraints": may(
            ListOf(
                Record(
                    terms.Constraint,
                    {
                        "id": needs(
                            Id(kind="constraint", pattern=r"K-\d{2,3}", example="K-01"),
                            "id, such as K-01",
                        ),
                        "strength": needs(OneOf(terms.Strength), "how it binds"),
                        "clauses": needs(CITED, "clauses it comes from"),
                        "title": needs(BOTH, "the limit in words"),
                    },
                )
            ),
            "limits that the text sets",
            (),
        ),
        "gaps": may(
            ListOf(
                Record(
                    terms.Gap,
                    {
                        "id": needs(Id(kind="gap"), "slug"),
                        "clauses": needs(CITED, "clauses that name it"),
                        "title": needs(BOTH, "what is missing"),
                    },
                    keeps_place=True,
                )
            ),
            "what is named and not printed",
            (),
        ),
        "systems": may(
            ListOf(
                Record(
                    terms.NamedSystem,
                    {
                        "id": needs(Id(kind="system"), "slug"),
                        "name": needs(BOTH, "what the text calls it"),
                        "clauses": needs(CITED, "clauses that name it"),
                        "part_of": may(
                            Nullable(Ref(kind="system")), "the system it belongs to"
                        ),
                        "open_list": may(
                            Flag(), "whether more parts may follow", default=False
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "platforms and systems that the text names",
            (),
        ),
    },
)


def link_clauses(book: ClauseBook, index: Index, log: Log) -> None:
    """Check modality words, headlines, readings and gaps of ``clauses.yaml``."""
    for clause in book.clauses:
        governing_clause = index.clauses.get(clause.governed_by or "")
        phrase = clause.phrase + (governing_clause.phrase if governing_clause else "")
        _check_modality(log, clause, phrase)
        if (clause.kind is Kind.DECLARATORY) and clause.modality is not Modality.NONE:
            log.error(
                "statement-binds",
                clause.at,
                mark("{id} is a declaratory clause and cannot bind as “{modality}”."),
                mark("Write modality: none, or choose another kind."),
                id=clause.id,
                modality=clause.modality.value,
            )
        for obligation in clause.obligations:
            _check_modality(log, obligation, obligation.phrase)
            if not obligation.id.startswith(clause.id + "."):
                log.error(
                    "foreign-obligation",
                    obligation.at,
                    mark("The obligation {id} stands under clause {clause}."),
                    mark("Begin its id with {clause} and a full stop."),
                    id=obligation.id,
                    clause=clause.id,
                )
    for reading in book.readings:
        if reading.assumption:
            log.warning(
                "assumption-in-force",
                reading.at,
                mark("Reading {id} is an assumption in force: {reading}"),
                mark("Have the league confirm it, then set assumption: false."),
                id=reading.id,
                reading=reading.reading,
            )
    for gap in book.gaps:
        log.warning(
            "text-not-supplied",
            gap.at,
            mark("Named by the text and not printed: {title}"),
            mark("Supply it when the league provides it; no duty is invented."),
            title=gap.title,
        )


def _check_modality(log: Log, clause: Clause | Obligation, phrase: str) -> None:
    allowed = MODALITY_WORDS[clause.modality]
    word = clause.modality_word
    if word is None and allowed:
        log.error(
            "modality-word-missing",
            clause.at,
            mark("{id} binds as “{modality}” but names no word that says so."),
            mark("Write the printed word: {allowed}."),
            id=clause.id,
            modality=clause.modality.value,
            allowed=tuple(allowed),
        )
    elif word is not None and word not in allowed:
        log.error(
            "modality-word-foreign",
            clause.at,
            mark("{id}: “{word}” does not make a clause bind as “{modality}”."),
            mark("Choose the modality that “{word}” belongs to, or null."),
            id=clause.id,
            word=word,
            modality=clause.modality.value,
        )
    elif word is not None and word not in phrase:
        log.error(
            "modality-word-absent",
            clause.at,
            mark("{id}: the word “{word}” does not stand in the phrase."),
            mark("Quote the part of the line that holds “{word}”."),
            id=clause.id,
            word=word,
        )
