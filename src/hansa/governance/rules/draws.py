"""How a panel is drawn: who may be drawn, in which order, and how anybody checks it.

The order is that of SHA-256 over the seed followed by the expert's number, such as E-3,
smallest first; the panel is the first of it who did not stand down. What was sealed
before, the SHA-256 of the seed and that of the pool, stands in the certificate too. So
``printf '%s' "${seed}E-3" | sha256sum`` is all that is needed.

Source: GOV-28 of huaihai, GOV-19 of changzhutan.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hansa.chassis.hashing import canonical
from hansa.governance.terms.experts import Candidate, DrawLine, Objection
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

FORMAT = "hansa-expert-draw/1"
ALGORITHM = "sha256(seed + number), ascending; the first who did not stand down"
PANEL_MOST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a draw is for, as far as conflicts ask.

    Attributes:
        parties: cities that propose it, or that it names.
        on: the day that terms must cover.
        field: the field asked for; None for any.
    """

    parties: tuple[str, ...]
    on: date
    field: str | None


def sha256(written: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(written.encode()).hexdigest()


def parties_of(proposer: str | None, cities: Iterable[str]) -> tuple[str, ...]:
    """Give the parties of a matter: who proposes it, then the cities that it names.

    A matter that names none concerns all of them, and then only the proposer is one: else
    nobody who is employed by any city could ever be drawn.
    """
    named = (*((proposer,) if proposer else ()), *cities)
    return tuple(dict.fromkeys(named))


def objections(one: Candidate, matter: Matter) -> tuple[Objection, ...]:
    """Say what keeps an expert from being drawn; empty where nothing does."""
    found = {
        Objection.TERM: not one.term_start <= matter.on < one.term_end,
        Objection.EMPLOYED: one.employer_member in matter.parties,
        Objection.INTEREST: bool(set(one.interests) & set(matter.parties)),
        Objection.RECUSED: bool(one.recusal),
        Objection.FIELD: matter.field is not None and matter.field not in one.fields,
    }
    return tuple(objection for objection, holds in found.items() if holds)


def place_of(seed: str, number: int) -> str:
    """Give what an expert is ordered by."""
    return sha256(f"{seed}E-{number}")


def order_of(seed: str, numbers: Mapping[UUID, int]) -> tuple[UUID, ...]:
    """Put candidates in the order of a draw: the same seed gives the same order.

    Args:
        seed: as it was sealed.
        numbers: of the candidates in the pool, by id.
    """
    return tuple(sorted(numbers, key=lambda id_: place_of(seed, numbers[id_])))


def panel_of(
    order: Sequence[UUID], size: int, stood_down: Iterable[UUID] = ()
) -> tuple[UUID, ...]:
    """Give the panel: the first of an order who did not stand down."""
    gone = set(stood_down)
    return tuple(id_ for id_ in order if id_ not in gone)[:size]


def refuse_size(size: int, candidates: int) -> None:
    """Refuse a panel of nobody, of too many, or of more than may be drawn.

    Raises:
        Refused: saying how many may be drawn.
    """
    if not 1 <= size <= PANEL_MOST:
        raise Refused(
            "size-unlikely",
            text("A panel has 1 to {most} experts.", most=PANEL_MOST),
            text("Give the number of experts."),
        )
    if candidates < size:
        raise Refused(
            "too-few-experts",
            text(
                "{size} experts are to be drawn, and {candidates} may be.",
                size=size,
                candidates=candidates,
            ),
            text("Ask for fewer, drop the field, or enter more experts first."),
        )


def pool_content(draw: DrawLine) -> dict[str, Any]:
    """Write down whom a draw is made among, as it is sealed."""
    return {
        "item": str(draw.item),
        "title": draw.title,
        "parties": list(draw.parties),
        "on": draw.on.isoformat(),
        "size": draw.size,
        "field": draw.field,
        "pool": [written(one) for one in draw.pool],
        "candidates": [str(one.id) for one in draw.candidates],
    }


def written(one: Candidate) -> dict[str, Any]:
    """Write down one expert of a pool."""
    return {
        "id": str(one.id),
        "number": one.number,
        "name": one.name,
        "employer": one.employer,
        "employer_member": one.employer_member,
        "fields": list(one.fields),
        "term_start": one.term_start.isoformat(),
        "term_end": one.term_end.isoformat(),
        "interests": list(one.interests),
        "recusal": one.recusal,
        "objections": [objection.value for objection in one.objections],
    }


def candidate_from(part: Mapping[str, Any]) -> Candidate:
    """Read one expert of a pool.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    member = part["employer_member"]
    return Candidate(
        id=UUID(part["id"]),
        number=int(part["number"]),
        name=str(part["name"]),
        employer=str(part["employer"]),
        employer_member=None if member is None else str(member),
        fields=tuple(str(one) for one in part["fields"]),
        term_start=date.fromisoformat(part["term_start"]),
        term_end=date.fromisoformat(part["term_end"]),
        interests=tuple(str(one) for one in part["interests"]),
        recusal=str(part["recusal"]),
        objections=tuple(Objection(one) for one in part["objections"]),
    )


def digest_of(pool: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a pool: of its JSON, keys sorted, without spaces."""
    return sha256(canonical(pool))


def certificate(draw: DrawLine) -> dict[str, Any]:
    """Write the certificate of a draw; before it is revealed, without seed and panel."""
    numbers = {one.id: one.number for one in draw.candidates}
    seed = draw.seed or ""
    return {
        "format": FORMAT,
        "league": draw.league,
        "draw": draw.number,
        "algorithm": ALGORITHM,
        **pool_content(draw),
        "pool_digest": draw.pool_digest,
        "commitment": draw.commitment,
        "seed_origin": draw.seed_origin.value,
        "sealed_at": draw.sealed_at.isoformat(),
        "sealed_by": draw.authority,
        "revealed_at": draw.revealed_at.isoformat() if draw.revealed_at else None,
        "seed": draw.seed,
        "order": [_place(seed, id_, numbers[id_]) for id_ in draw.order],
        "stood_down": [
            {"id": str(one.expert), "reason": one.reason, "at": one.at.isoformat()}
            for one in draw.stood_down
        ],
        "panel": [str(id_) for id_ in draw.panel],
        "earlier_draws": [
            {"draw": number, "annulled_because": reason}
            for number, reason in draw.earlier
        ],
    }


POOL_KEYS = ("item", "title", "parties", "on", "size", "field", "pool", "candidates")


def faults_of(stated: Any) -> tuple[Text, ...]:
    """Say what a certificate gets wrong, from nothing but itself; empty for a true one."""
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        return (text("This is no certificate of a draw of experts."),)
    if stated.get("seed") is None:
        return (text("The seed is not revealed yet; nothing can be checked."),)
    try:
        return tuple(_faults(stated))
    except (KeyError, TypeError, ValueError, AttributeError):
        return (text("The certificate lacks a part, or a part is unreadable."),)


def _faults(stated: Mapping[str, Any]) -> Iterator[Text]:
    seed, size = str(stated["seed"]), stated["size"]
    if sha256(seed) != stated["commitment"]:
        yield text("The seed is not the one that was sealed.")
    pool = {key: stated[key] for key in POOL_KEYS}
    if digest_of(pool) != stated["pool_digest"]:
        yield text("Pool, matter or size are not those that were sealed.")
    matter = Matter(
        parties=tuple(str(one) for one in stated["parties"]),
        on=date.fromisoformat(stated["on"]),
        field=stated["field"],
    )
    candidates: dict[UUID, int] = {}
    for part in stated["pool"]:
        one = candidate_from(part)
        found = objections(one, matter)
        if found != one.objections:
            yield text("What speaks against {name} is wrong.", name=one.name)
        if not found:
            candidates[one.id] = one.number
    if [str(id_) for id_ in candidates] != stated["candidates"]:
        yield text(
            "The candidates are not those of the pool against whom nothing speaks."
        )
    order = order_of(seed, candidates)
    places = [_place(seed, id_, candidates[id_]) for id_ in order]
    if places != list(stated["order"]):
        yield text("The order is not the one that the seed gives.")
    gone = [UUID(one["id"]) for one in stated["stood_down"]]
    panel = panel_of(order, size, gone)
    if [str(id_) for id_ in panel] != stated["panel"]:
        yield text("The panel is not the first of that order.")


def _place(seed: str, id_: UUID, number: int) -> dict[str, str]:
    return {
        "id": str(id_),
        "expert": f"E-{number}",
        "sha256": place_of(seed, number),
    }
