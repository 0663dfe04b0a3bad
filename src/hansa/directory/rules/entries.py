"""Which entries of the directory cannot be meant; every fault at once, by its field.

What happened outside is recorded as it is. Only nonsense is refused: an unknown city, an
end before the beginning, a word that cannot be shown.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hansa.chassis.characters import TURNING, holds_none, says_nothing
from hansa.directory.terms.people import (
    Contact,
    Places,
    PostingDraft,
    PostingKind,
    PostingLine,
    UnitDetails,
)
from hansa.kernel.findings import Finding, Position, Severity, meant
from hansa.kernel.text import Bilingual, Text, text

NAME_ZH_LONGEST = 120
NAME_EN_LONGEST = 200
PHONE_LONGEST = 60
MAIL_LONGEST = 200
DOCUMENT_LONGEST = 200
LEVEL_LONGEST = 200
ADDRESS_LONGEST = 300
OFFICE_NAME_LONGEST = 200
LINE_LONGEST = 400  # As long as any line of the directory may be, and then some.
DAY = timedelta(days=1)
YEARS = range(1900, 2200)

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_WEB = re.compile(r"https?://[^\s/]\S*")
# Control characters, lone surrogates, and marks that turn the direction of writing: what
# is shown would not be what is stored, and databases differ in what they keep of them.
_UNFIT_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def fault(field: str, code: str, message: Text, remedy: Text) -> Finding:
    """Give one fault of an entry; its path is the field it stands in."""
    return Finding(
        severity=Severity.ERROR,
        code=code,
        at=Position(path=field, line=0, column=0),
        message=message,
        remedy=remedy,
    )


def word_faults(field: str, words: str, longest: int) -> tuple[Finding, ...]:
    """Check one line of words: its length, and that all of it can be seen."""
    found = []
    if holds_none(words) or any(
        unicodedata.category(sign) in _UNFIT_CATEGORIES or sign in TURNING
        for sign in words
    ):
        found.append(
            fault(
                field,
                "control-character",
                text("The text holds a character that cannot be seen."),
                text("Type it again by hand, on one line."),
            )
        )
    if len(words) > longest:
        found.append(
            fault(
                field,
                "too-long",
                text(
                    "The text has {length} characters; at most {longest} are allowed.",
                    length=len(words),
                    longest=longest,
                ),
                text("Shorten it to {longest} characters.", longest=longest),
            )
        )
    return tuple(found)


def name_faults(name: Bilingual) -> tuple[Finding, ...]:
    """Check a name: the Chinese one is needed, the English one may be left out."""
    if says_nothing(name.zh):
        return (
            fault(
                "name_zh",
                "name-empty",
                text("A Chinese name is needed."),
                text("Write the name as the seal bears it."),
            ),
        )
    return (
        *word_faults("name_zh", name.zh, NAME_ZH_LONGEST),
        *word_faults("name_en", name.en, NAME_EN_LONGEST),
    )


def title_faults(title: Bilingual) -> tuple[Finding, ...]:
    """Check what a person is called, as ``name_faults`` checks the name of a unit."""
    return tuple(
        replace(
            found, at=replace(found.at, path=found.at.path.replace("name", "title"))
        )
        for found in name_faults(title)
    )


def details_faults(details: UnitDetails) -> tuple[Finding, ...]:
    """Check what is recorded of a unit beside its names."""
    return (
        *contact_faults(details.contact),
        *day_faults("opened_on", details.opened_on),
    )


def contact_faults(contact: Contact) -> tuple[Finding, ...]:
    """Check a telephone number and a mail address."""
    found = [
        *word_faults("phone", contact.phone, PHONE_LONGEST),
        *word_faults("mail", contact.mail, MAIL_LONGEST),
    ]
    if contact.mail and not _MAIL.fullmatch(contact.mail):
        found.append(
            fault(
                "mail",
                "mail-unreadable",
                text("“{written}” is no mail address.", written=contact.mail[:60]),
                text("Write one address, such as liaison@example.org."),
            )
        )
    return tuple(found)


def address_faults(address: str) -> tuple[Finding, ...]:
    """Check where a system is found; a page shows it as a link, so only the web's."""
    found = word_faults("address", address, ADDRESS_LONGEST)
    if address and not _WEB.fullmatch(address):
        found += (
            fault(
                "address",
                "address-unreadable",
                text("“{written}” is no web address.", written=address[:60]),
                text("Begin it with https:// or http://, or leave it empty."),
            ),
        )
    return found


def day_faults(field: str, day: date | None) -> tuple[Finding, ...]:
    """Check that a day can be meant at all."""
    if day is None or day.year in YEARS:
        return ()
    return (
        fault(
            field,
            "day-unlikely",
            text("{day} can only be a slip.", day=day.isoformat()),
            text(
                "Give a day from {first} to {last}.",
                first=str(YEARS.start),
                last=str(YEARS.stop - 1),
            ),
        ),
    )


def order_faults(field: str, start: date, end: date | None) -> tuple[Finding, ...]:
    """Check that something ends after it begins."""
    if end is None or end > start:
        return ()
    return (
        fault(
            field,
            "end-before-start",
            text(
                "It would end on {end}, and begins on {start}.",
                end=end.isoformat(),
                start=start.isoformat(),
            ),
            text("Give an end after the first day, or none while it lasts."),
        ),
    )


def last_day_faults(field: str, start: date, end: date | None) -> tuple[Finding, ...]:
    """Check a period whose last day people give; ``end`` is the day after it."""
    if end is None or end > start or end == date.min:  # Which no day comes before.
        return ()
    return (
        fault(
            field,
            "end-before-start",
            text(
                "Its last day would be {last}, before its first day {start}.",
                last=(end - DAY).isoformat(),
                start=start.isoformat(),
            ),
            text("Give a last day from the first day on, or none while it lasts."),
        ),
    )


def too_early(field: str, day: date, opened_on: date) -> tuple[Finding, ...]:
    """Check that a unit bears a name only while it is there."""
    if day >= opened_on:
        return ()
    return (
        fault(
            field,
            "before-opening",
            text(
                "The unit was opened on {opened}, after {day}.",
                opened=opened_on.isoformat(),
                day=day.isoformat(),
            ),
            text("Give a later day, or correct the day of its opening first."),
        ),
    )


def after_leaving(left_on: date | None, from_on: date) -> tuple[Finding, ...]:
    """Check that whoever takes a post is still there."""
    if left_on is None or from_on < left_on:
        return ()
    return (
        fault(
            "person",
            "person-left",
            text("That person left on {day}.", day=left_on.isoformat()),
            text("Choose somebody who is there, or take the leaving back first."),
        ),
    )


def same_posting_faults(
    draft: PostingDraft | PostingLine, standing: Iterable[PostingDraft | PostingLine]
) -> tuple[Finding, ...]:
    """Check that nobody is recorded twice in one post on one day.

    Args:
        draft: the posting to be recorded.
        standing: what else there is of the same person or unit, without what was in error.
    """
    same = [one for one in standing if _same_post(draft, one) and _meet(draft, one)]
    if not same:
        return ()
    first, last = same[0].from_on, same[0].to_on
    return (
        fault(
            "person" if draft.person else "unit",
            "posting-twice",
            text(
                "The same posting is recorded already, from {first} to {last}.",
                first=first.isoformat(),
                last=(last - DAY).isoformat(),
            )
            if last
            else text(
                "The same posting is recorded already, from {first} on.",
                first=first.isoformat(),
            ),
            text("Nothing is left to do; if it changed, end the other one first."),
        ),
    )


def _same_post(
    one: PostingDraft | PostingLine, other: PostingDraft | PostingLine
) -> bool:
    """Tell whether two name the same holder of the same post, whenever."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in (
            *("kind", "member", "person", "unit", "office", "body", "domain"),
            "delegated_by",
        )
    )


def _meet(one: PostingDraft | PostingLine, other: PostingDraft | PostingLine) -> bool:
    """Tell whether two postings hold on one day."""
    return (one.to_on is None or other.from_on < one.to_on) and (
        other.to_on is None or one.from_on < other.to_on
    )


def behalf_faults(office_name: str, evidence: str) -> tuple[Finding, ...]:
    """Check that an act on behalf names the office, and the paper that shows it."""
    found: list[Finding] = []
    if not office_name:
        found.append(
            fault(
                "office_name",
                "office-missing",
                text("It is not said for which office this is entered."),
                text("Name the office, such as Shangqiu executive vice-mayor."),
            )
        )
    if not evidence:
        found.append(
            fault(
                "evidence",
                "evidence-missing",
                text("What is entered on behalf of an office needs its paper."),
                text("Give the number of the document, or file the signed paper."),
            )
        )
    return (
        *found,
        *word_faults("office_name", office_name, OFFICE_NAME_LONGEST),
        *word_faults("evidence", evidence, DOCUMENT_LONGEST),
    )


def cell_empty(field: str) -> Finding:
    """Say that nothing was written where something must be."""
    return fault(
        field,
        "cell-empty",
        text("Nothing is written here."),
        text("Fill it in; the notes of the template say how."),
    )


def own_superior() -> Finding:
    """Say that a unit would stand above itself."""
    return fault(
        "parent",
        "own-superior",
        text("The unit would stand above itself."),
        text("Choose another unit above it."),
    )


def own_successor() -> Finding:
    """Say that a unit would take over from itself."""
    return fault(
        "successor",
        "own-successor",
        text("The unit would take over from itself."),
        text("Choose another unit, or none."),
    )


def successor_elsewhere() -> Finding:
    """Say that a city would leave what it owes to another, or to the league's office."""
    return fault(
        "successor",
        "successor-elsewhere",
        text("The unit that takes over is of another city, or the league's own."),
        text("Choose a unit of the same city; the league's office records any other."),
    )


_UNKNOWN: Mapping[str, Callable[[str], Text]] = {
    "member": lambda id_: text("“{id}” is no member city.", id=id_),
    "body": lambda id_: text("“{id}” is no body of the agreement.", id=id_),
    "domain": lambda id_: text("“{id}” is no field of cooperation.", id=id_),
}


def place_faults(
    places: Places, member: str | None, body: str | None, domain: str | None
) -> tuple[Finding, ...]:
    """Check that city, body and field are those of the charter."""
    asked: tuple[tuple[str, str | None, Collection[str]], ...] = (
        ("member", member, places.members),
        ("body", body, places.bodies),
        ("domain", domain, places.domains),
    )
    return tuple(
        fault(field, f"unknown-{field}", _UNKNOWN[field](id_[:60]), meant(id_, known))
        for field, id_, known in asked
        if id_ is not None and id_ not in known
    )


def _needed(field: str, message: Text) -> Finding:
    return fault(field, f"{field.replace('_', '-')}-needed", message, text("Name it."))


def posting_faults(draft: PostingDraft) -> tuple[Finding, ...]:
    """Check that a posting says who stands where: what its kind cannot do without."""
    kind, found = draft.kind, []
    if draft.person is None and kind is not PostingKind.LEAD:
        found.append(_needed("person", text("The posting names no person.")))
    if kind is PostingKind.LEAD and draft.person is None and draft.unit is None:
        found.append(_needed("unit", text("Neither a unit nor a person leads.")))
    if kind is PostingKind.OFFICE and draft.office is None:
        found.append(_needed("office", text("The posting names no office.")))
    if kind in {PostingKind.SECONDMENT, PostingKind.LEAD} and draft.body is None:
        found.append(_needed("body", text("The posting names no body.")))
    if (
        kind in {PostingKind.OFFICE, PostingKind.SECONDMENT, PostingKind.FOCAL_POINT}
        and draft.member is None
    ):
        found.append(_needed("member", text("The posting names no city.")))
    if kind is PostingKind.DELEGATION and draft.delegated_by is None:
        found.append(
            _needed("delegated_by", text("It is not said whose place is taken."))
        )
    if draft.delegated_by is not None and draft.delegated_by == draft.person:
        found.append(
            fault(
                "delegated_by",
                "delegated-to-oneself",
                text("Nobody acts by delegation from oneself."),
                text("Name somebody else."),
            )
        )
    return (
        *found,
        *word_faults("document", draft.document, DOCUMENT_LONGEST),
        *day_faults("from_on", draft.from_on),
        *day_faults("to_on", draft.to_on),
        *last_day_faults("to_on", draft.from_on, draft.to_on),
    )
