"""Invitations by mail: a request, its changes and its cancellation, under one identity."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import icalendar
import pytest

from conftest import Hansa, Mails
from hansa.chassis import outbox
from hansa.chassis.actor import Actor, Role
from hansa.chassis.models import JournalEntry
from hansa.directory.models import Person
from hansa.directory.services import people
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Contact,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
)
from hansa.duties.services import notifications
from hansa.duties.terms.notices import NoticeKind
from hansa.duties.terms.notifications import DefaultsDraft, Hour, Pace, Way
from hansa.governance.models.invitations import InvitationMail as MailRow
from hansa.governance.reads import invitations as reads
from hansa.governance.services import invitation_mails, invitations
from hansa.governance.services.sessions import convening
from hansa.governance.terms.invitations import (
    Invitation,
    MailState,
    ReplyDraft,
    ReplyStance,
)
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.test_invitations import (
    DAY,
    ISSUED,
    LEAGUE,
    NOTICE,
    issue,
    look,
    move,
    of,
)
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.text import Bilingual
from hansa.site.wiring import HANDLERS

pytestmark = pytest.mark.django_db

HOLDERS = ("suzhou", "xuzhou")


def system(at: datetime) -> Actor:
    """Whoever runs the tick."""
    return Actor(
        person="system:test",
        authority="tick",
        member=None,
        roles=frozenset({Role.ADMINISTRATOR}),
        at=at,
    )


MORNING = datetime(2026, 10, 26, 2, tzinfo=UTC)


def tick(at: datetime = MORNING) -> int:
    """Deliver what was said, and send what is due."""
    outbox.deliver(system(at), HANDLERS)
    return invitation_mails.send_mails(system(at))


@pytest.fixture
def session(leagues: None, mails: Mails) -> UUID:
    """The symposium of 2026, with party secretaries of two cities who have a mail."""
    made = scene.convene("symposium", DAY)
    for member in HOLDERS:
        _holder(member, f"secretary@{member}.example")
    return made


def _holder(member: str, mail: str) -> None:
    office = scene.office(date(2026, 1, 5))
    person = people.add_person(
        office,
        LEAGUE,
        PersonDraft(
            member=member,
            details=PersonDetails(
                title=Bilingual(f"{member}市委书记", f"Party secretary of {member}"),
                contact=Contact(phone="", mail=mail),
            ),
        ),
    )
    people.add_posting(
        office,
        LEAGUE,
        PostingDraft(
            kind=PostingKind.OFFICE,
            member=member,
            person=person,
            office=Office.PARTY_SECRETARY,
            from_on=date(2025, 1, 1),
        ),
    )


def event_in(mail: EmailMessage) -> tuple[str, Any]:
    """Read the calendar part of a mail: its method, and its one event."""
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") is not None
    written = icalendar.Calendar.from_ical(part.get_content())
    (event,) = written.walk("VEVENT")
    assert str(written["METHOD"]) == part.get_param("method")
    return str(written["METHOD"]), event


def invited(session: UUID, member: str) -> Invitation:
    """The invitation of a city's party secretary."""
    return of(look(session), member)


def test_one_identity_and_a_rising_number(session: UUID, mails: Mails) -> None:
    """Issued, moved, called off: REQUEST 0, REQUEST 1, CANCEL 2, one UID."""
    issue(session)
    assert tick() == 2
    move(session, -1)
    assert tick() == 2
    line = scene.sheet(session).line
    convening.cancel(scene.office(ISSUED), LEAGUE, session, line.revision, "暴雪。")
    assert tick() == 2
    to_suzhou = [mail for to, mail in mails if to == ["secretary@suzhou.example"]]
    events = [event_in(mail) for mail in to_suzhou]
    assert [method for method, _ in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(event["SEQUENCE"]) for _, event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for _, event in events}) == 1
    assert str(events[2][1]["STATUS"]) == "CANCELLED"
    attendee = events[0][1]["ATTENDEE"]
    assert str(attendee).lower() == "mailto:secretary@suzhou.example"
    subjects = [str(mail["Subject"]).strip()[:5] for mail in to_suzhou]
    assert subjects == ["会议通知：", "会议变更：", "取消会议："]
    assert tick() == 0


def test_the_mail_has_a_link_to_reply_by(session: UUID, mails: Mails) -> None:
    """Whoever got it replies without an account; a link made by hand works beside it."""
    issue(session)
    tick()
    mail = next(one for to, one in mails if to == ["secretary@xuzhou.example"])
    words = next(iter(mail.iter_parts()))
    assert isinstance(words, EmailMessage)
    token = words.get_content().partition("/invitation/")[2].partition("/")[0]
    one = invited(session, "xuzhou")
    by_hand = invitations.make_link(scene.office(ISSUED), LEAGUE, session, one.id)
    who = scene.at(actor(Role.PUBLIC), ISSUED)
    coming = ReplyDraft(stance=ReplyStance.COMING, name="赵一")
    invitations.reply_by_link(who, token, coming)
    assert invited(session, "xuzhou").reply is not None
    other = by_hand.rstrip("/").rpartition("/")[2]
    assert reads.find_by_link(other, MORNING)[1].id == one.id


def test_issued_anew_mails_only_who_was_not_told(session: UUID, mails: Mails) -> None:
    """Nothing changed in anybody's calendar, so nobody is mailed twice."""
    issue(session)
    tick()
    issue(session)
    assert tick() == 0
    assert len(mails) == 2


def test_what_was_never_sent_is_not_cancelled(session: UUID, mails: Mails) -> None:
    """A mail that still waits when the session is called off never leaves."""
    issue(session)
    outbox.deliver(system(MORNING), HANDLERS)
    line = scene.sheet(session).line
    convening.cancel(scene.office(ISSUED), LEAGUE, session, line.revision, "暴雪。")
    assert tick() == 0
    assert mails == []
    assert {row.state for row in MailRow.objects.all()} == {MailState.SUPERSEDED.value}


def test_a_failure_stands_on_the_invitation_until_it_is_sent_again(
    session: UUID, mails: Mails
) -> None:
    """Tried for hours, given up with the reason; resent to the address of now."""
    Person.objects.filter(mail="secretary@xuzhou.example").update(
        mail="nobody@xuzhou.example"
    )
    issue(session)
    at = MORNING
    for _ in range(7):
        tick(at)
        at += timedelta(hours=7)
    mail = invited(session, "xuzhou").mail
    assert mail is not None
    assert mail.state is MailState.FAILED
    assert mail.failure is not None
    assert "no such mailbox" in str(mail.failure)
    acts = set(JournalEntry.objects.values_list("service", flat=True))
    assert "governance.give_invitation_up" in acts
    Person.objects.filter(mail="nobody@xuzhou.example").update(
        mail="secretary@xuzhou.example"
    )
    one = invited(session, "xuzhou")
    invitation_mails.send_again(scene.office(ISSUED), LEAGUE, session, one.id)
    assert tick(at) == 1
    again = invited(session, "xuzhou").mail
    assert again is not None
    assert (again.state, again.sequence) == (MailState.SENT, 0)


def test_who_mails_again(session: UUID) -> None:
    """Only who runs the session; without an address it is refused with what to do."""
    issue(session)
    one = invited(session, "linyi")
    with pytest.raises(Refused) as unknown:
        invitation_mails.send_again(scene.office(ISSUED), LEAGUE, session, one.id)
    assert unknown.value.code == "mail-address-missing"
    with pytest.raises(Forbidden):
        invitation_mails.send_again(
            actor(Role.CITY_LIAISON, "linyi"), LEAGUE, session, one.id
        )
    assert one.mail is None


def test_the_matrix_applies(session: UUID, mails: Mails) -> None:
    """Switched off it is not mailed, in a digest it waits; a change leaves at once."""
    cell = (NoticeKind.INVITATION, Way.MAIL)
    office = scene.office(ISSUED)

    def default(revision: int, mode: Pace) -> None:
        draft = DefaultsDraft(
            modes={Role.CITY_LIAISON: {cell: mode}}, hour=Hour(hour=17)
        )
        notifications.keep_defaults(office, LEAGUE, revision, draft)

    default(0, Pace.DAILY)
    issue(session)
    assert tick() == 0
    assert tick(datetime(2026, 10, 26, 9, tzinfo=UTC)) == 2
    default(1, Pace.OFF)
    move(session, -1)
    assert tick(datetime(2026, 10, 27, 1, tzinfo=UTC)) == 2


def test_whoever_wants_none_is_not_mailed(session: UUID, mails: Mails) -> None:
    """The invitation says so, and the office may mail it all the same."""
    cell = (NoticeKind.INVITATION, Way.MAIL)
    draft = DefaultsDraft(modes={Role.CITY_LIAISON: {cell: Pace.OFF}}, hour=Hour())
    notifications.keep_defaults(scene.office(ISSUED), LEAGUE, 0, draft)
    issue(session)
    assert tick() == 0
    mail = invited(session, "suzhou").mail
    assert mail is not None
    assert mail.state is MailState.UNWANTED
    one = invited(session, "suzhou")
    invitation_mails.send_again(scene.office(ISSUED), LEAGUE, session, one.id)
    assert tick(MORNING + timedelta(days=1)) == 1


def test_a_city_sees_no_address_of_another(session: UUID) -> None:
    """How it stands is seen; where it went is not."""
    issue(session)
    tick()
    other = look(session, actor(Role.CITY_LIAISON, "linyi"))
    mail = of(other, "xuzhou").mail
    assert mail is not None
    assert (mail.state, mail.address) == (MailState.SENT, "")
    own = of(look(session, actor(Role.CITY_LIAISON, "xuzhou")), "xuzhou").mail
    assert own is not None
    assert own.address == "secretary@xuzhou.example"


def test_without_a_mail_server_nothing_is_queued(
    session: UUID, settings: Any, hansa: Hansa
) -> None:
    """Links, liaisons and the telephone remain."""
    settings.HANSA_MAIL, settings.HANSA_CLOCK = False, MORNING
    issue(session, NOTICE)
    assert tick() == 0
    assert MailRow.objects.count() == 0
    named = ("session", "mail-again", LEAGUE, str(session), "suzhou/party-secretary")
    refused = hansa(*named, "--lang", "en")
    assert refused.code == 1
    assert "No mail server" in refused.err + refused.out
