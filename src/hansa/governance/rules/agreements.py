"""How agreements come about: what becomes an article, who signs, what is still missing.

Source: GOV-08 of huaihai, readings A-08 and A-48; GOV-06 and GOV-15 of changzhutan.
"""

from collections.abc import Iterator, Mapping, Sequence

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, may, require
from hansa.governance.rules.rights import SIGN_AGREEMENTS
from hansa.governance.terms.agreements import (
    AGREEMENT_STATE_NAMES,
    AgreementAct,
    AgreementLine,
    AgreementState,
    Party,
    Signature,
    Wording,
)
from hansa.governance.terms.dockets import Item, ItemAct, Lack
from hansa.governance.terms.sessions import SessionState, Weighed
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import Bilingual, text

Names = Mapping[str, Bilingual]

DRAFT = frozenset({AgreementState.DRAFT})
OUT = frozenset({AgreementState.CIRCULATED})

STATES: Mapping[AgreementAct, frozenset[AgreementState]] = {
    AgreementAct.WORD: DRAFT | OUT,
    AgreementAct.ASSEMBLE: DRAFT | OUT,
    AgreementAct.CIRCULATE: DRAFT,
    AgreementAct.SIGN: OUT,
    AgreementAct.WITHDRAW: OUT,
    AgreementAct.PUBLISH: frozenset({AgreementState.SEALED}),
}
"""In which states an act has a place."""

NO_ARTICLE = frozenset({ItemAct.SIGN, ItemAct.HEAR, ItemAct.CLEAR})
"""Acts whose decision is no article: that one is signed is not what is agreed."""

HELD = frozenset({SessionState.OPEN, SessionState.CLOSED})
"""A draft may be written while the session sits; it goes out once it is closed."""


def refuse_state(act: AgreementAct, state: AgreementState) -> None:
    """Refuse an act that has no place where an agreement stands.

    Raises:
        Conflict: naming the state.
    """
    if state in STATES[act]:
        return
    remedy = text("Its page offers what may be done now.")
    if state is AgreementState.DRAFT:
        remedy = text("Send it out for signature first.")
    if state in {AgreementState.SEALED, AgreementState.PUBLISHED}:
        remedy = text("What all have signed stays as it is; agree on a new one.")
    raise Conflict(
        "agreement-elsewhere",
        text("This cannot be done now: {state}.", state=AGREEMENT_STATE_NAMES[state]),
        remedy,
    )


def refuse_unheld(state: SessionState) -> None:
    """Refuse to draft what a session has not sat on yet.

    Raises:
        Conflict: it is convened only, or cancelled.
    """
    if state not in HELD:
        raise Conflict(
            "session-not-held",
            text("The session has decided nothing yet."),
            text("Draft the agreement once it has decided."),
        )


def refuse_frozen(line: AgreementLine) -> None:
    """Refuse to change a text that somebody has signed.

    Raises:
        Refused: naming how many have.
    """
    if line.signed:
        raise Refused(
            "text-frozen",
            text(
                "The text is fixed: {signed} of {asked} parties have signed it.",
                signed=line.signed,
                asked=line.asked,
            ),
            text(
                "Withdraw it with the reason; signatures stay with the text that was "
                "signed."
            ),
        )


def adopted(items: Sequence[Weighed]) -> tuple[Item, ...]:
    """Give the decisions that become articles, in the order of the docket."""
    return tuple(
        one.item
        for one in items
        if one.adopted and one.item.standing is None and one.item.act not in NO_ARTICLE
    )


def is_cleared(item: Item) -> bool:
    """Tell whether what would be signed has passed the gate, or came beside it."""
    return bool(item.cleared_by or item.urgent or item.carried_from)


def may_sign(actor: Actor, league: str, member: str) -> bool:
    """Tell whether an actor may sign for a city, or enter its signature."""
    return may(actor, SIGN_AGREEMENTS, Over(league=league, member=member))


def signs_in_person(actor: Actor, member: str) -> bool:
    """Tell whether an actor is a leader of that city, whose own act is the signature."""
    return Role.LEADER in actor.roles and actor.member == member


def require_sign(actor: Actor, league: str, member: str) -> None:
    """Refuse somebody who neither leads that city nor shows the paper it signed.

    Raises:
        Forbidden: naming who may.
        Refused: another office signed, and no paper is named.

    Source: glossary, section A2: 代录.
    """
    require(actor, SIGN_AGREEMENTS, Over(league=league, member=member))
    if not actor.evidence and not signs_in_person(actor, member):
        raise Refused(
            "evidence-needed",
            text(
                "Only a leader of the city signs here; anybody else enters what was "
                "signed on paper."
            ),
            text("Name the office that signed, and attach the signed paper."),
        )


def lacks_of(
    line: AgreementLine,
    wording: Wording,
    unsigned: Sequence[Party],
    items: Sequence[Weighed],
    names: Names,
    *,
    closed: bool,
) -> tuple[Lack, ...]:
    """List what an agreement waits for, all at once; nothing once all have signed."""
    match line.state:
        case AgreementState.DRAFT:
            return tuple(_before_circulating(wording, items, closed=closed))
        case AgreementState.CIRCULATED:
            return tuple(_unsigned(unsigned, names))
    return ()


def _before_circulating(
    wording: Wording, items: Sequence[Weighed], *, closed: bool
) -> Iterator[Lack]:
    if not closed:
        message = text("The session is not closed yet.")
        yield Lack(code="session-not-closed", message=message)
    if [one.item for one in wording.articles] != [one.id for one in adopted(items)]:
        message = text("The articles are not the decisions that stand.")
        yield Lack(code="articles-differ", message=message)
    for article in wording.articles:
        if not article.words:
            message = text("Article {number} says nothing yet.", number=article.number)
            yield Lack(code="article-empty", message=message, item=article.number)
    signing = [
        one
        for one in items
        if one.item.act is ItemAct.SIGN and one.item.stands and not one.adopted
    ]
    for one in signing:
        message = text("The session has not agreed on “{title}”.", title=one.item.title)
        yield Lack(code="signing-not-adopted", message=message, item=one.item.place)


def _unsigned(unsigned: Sequence[Party], names: Names) -> Iterator[Lack]:
    for party in unsigned:
        message = text("The signature of {city} is missing.", city=names[party.member])
        yield Lack(code="signature-missing", message=message)


def missing(
    parties: Sequence[Party], signed: Mapping[str, Signature]
) -> tuple[Party, ...]:
    """Give the parties that have not signed, in charter order."""
    return tuple(party for party in parties if party.member not in signed)
