"""What keeps a matter from being decided as far as experts go.

Source: GOV-28 and GOV-29 of huaihai, GOV-19 of changzhutan.
"""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from hansa.governance.terms.dockets import DocketClass, Item, Lack, Outcome
from hansa.governance.terms.experts import Advice
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

NOBODY = Advice(wanted=0, draw=None, opinions=())


def wanted_for(classes: Iterable[DocketClass], class_id: str) -> int:
    """Give how many opinions a class of matters asks for; 0 for none."""
    return next((one.opinions or 0 for one in classes if one.id == class_id), 0)


def refuse_unheard(item: Item, advice: Advice) -> None:
    """Refuse to vote on a matter before the experts whom its class asks for were heard.

    Raises:
        Refused: opinions are missing, saying how many.

    Source: GOV-19 of changzhutan.
    """
    if advice.missing:
        raise Refused(
            "opinions-missing",
            _missing(item, advice),
            text("Draw a panel and attach its opinions; then vote."),
        )


def refuse_untreated(item: Item, advice: Advice) -> None:
    """Refuse a decision that does not say how each opinion was treated.

    Raises:
        Refused: naming the experts whose opinion has no note.

    Source: GOV-29 of huaihai.
    """
    if advice.untreated:
        raise Refused(
            "opinions-untreated",
            _untreated(item, advice),
            text("Note for each opinion whether it is adopted, and why; then decide."),
        )


def _missing(item: Item, advice: Advice) -> Text:
    return text(
        "“{title}” needs the opinions of {wanted} experts; attached: {given}.",
        title=item.title,
        wanted=advice.wanted,
        given=len(advice.opinions),
    )


def _untreated(item: Item, advice: Advice) -> Text:
    return text(
        "“{title}”: nothing says how the opinion of {names} was treated.",
        title=item.title,
        names=tuple(one.name for one in advice.untreated),
    )


def lacks_of(items: Iterable[Item], advised: Mapping[UUID, Advice]) -> Iterator[Lack]:
    """List what is missing of experts before a session is closed.

    What is deferred or noted decides nothing, and waits for no expert.
    """
    for item in items:
        advice = advised.get(item.id, NOBODY)
        if not item.stands or item.outcome not in {None, Outcome.DECIDED}:
            continue
        if advice.missing:
            yield Lack(
                code="opinions-missing",
                item=item.place,
                message=_missing(item, advice),
            )
        if advice.untreated:
            yield Lack(
                code="opinions-untreated",
                item=item.place,
                message=_untreated(item, advice),
            )
