"""Invitations of sessions: who is invited, what they reply, and what calendars are told."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from hansa.chassis.actor import Actor, Role
from hansa.chassis.models import JournalEntry
from hansa.directory.terms.offices import Office
from hansa.duties.terms.notices import ReceiptHow
from hansa.governance.models.invitations import Invitation as Row
from hansa.governance.models.invitations import InvitationReply
from hansa.governance.reads import invitations as reads
from hansa.governance.services import invitations
from hansa.governance.services.sessions import convening
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationSheet,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
    SpokenWith,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import Move, Presence
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

LEAGUE = "huaihai"
DAY = date(2026, 11, 19)
ISSUED = date(2026, 10, 26)
REPLIED = date(2026, 10, 30)
NOTICE = SessionNoticeDraft(
    reply_by=date(2026, 11, 9),
    begins_at=time(9, 0),
    contact="综合组，0516-80000000",
    invitees=("江苏省发展和改革委员会",),
)
COMING = ReplyDraft(stance=ReplyStance.COMING)

pytestmark = pytest.mark.django_db


def issue(session: UUID, draft: SessionNoticeDraft = NOTICE) -> InvitationSheet:
    """Issue the notice of a session."""
    revision = scene.sheet(session).line.revision
    invitations.issue(scene.office(ISSUED), LEAGUE, session, revision, draft)
    return look(session)


def look(session: UUID, who: Actor | None = None) -> InvitationSheet:
    """Look at the invitations of a session."""
    return reads.get_invitations(who or scene.office(DAY), LEAGUE, session)


def of(
    sheet: InvitationSheet, member: str, office: Office = Office.PARTY_SECRETARY
) -> Invitation:
    """Find the invitation of a seat."""
    return next(
        one for one in sheet.invitations if (one.member, one.office) == (member, office)
    )


def move(session: UUID, days: int, **stated: object) -> None:
    """Move a session by some days."""
    line = scene.sheet(session).line
    first = line.days.start + timedelta(days=days)
    to = Move(
        days=days_through(first, first),
        host=stated.get("host"),  # type: ignore[arg-type]
        place=stated.get("place"),  # type: ignore[arg-type]
        document="宿协函〔2026〕9号",
        reason="场地另有安排。",
    )
    convening.move(scene.office(ISSUED), LEAGUE, session, line.revision, to)


def journalled() -> list[tuple[str, str, str]]:
    """List the acts on invitations: which, by whom, and what was kept of it."""
    rows = JournalEntry.objects.select_related("payload").order_by("number")
    acts = ("invitation", "reply_by_link")
    return [
        (row.service.partition(".")[2], row.actor, row.payload.content)
        for row in rows
        if any(act in row.service for act in acts)
    ]


@pytest.fixture
def session(leagues: None) -> UUID:
    """Convene the Symposium of 2026 in Suzhou."""
    return scene.convene("symposium", DAY)


@pytest.mark.row("H-GOV-05", part="invites every named seat and the department heads")
def test_every_seat_and_every_invitee_is_invited_once(session: UUID) -> None:
    """Ten cities have three named seats and department heads; guests follow at the end."""
    sheet = issue(session)
    named = [one for one in sheet.invitations if one.seat and one.seat.count]
    heads = [one for one in sheet.invitations if one.office is Office.DEPARTMENT_HEAD]
    assert (len(named), len(heads)) == (30, 10)
    invitees = [one.invitee for one in sheet.invitations if one.invitee]
    assert invitees[-1] == "江苏省发展和改革委员会"
    assert len(invitees) == len(scene.sheet(session).invitees) + 1
    assert len(issue(session).invitations) == len(sheet.invitations)


def test_invitations_stand_in_the_order_of_the_charter(session: UUID) -> None:
    """Cities come as the charter lists them, the seats of each together."""
    members = [one.member for one in issue(session).invitations if one.member]
    assert members == [
        member for member in scene.sheet(session).parties for _ in "1234"
    ]


def test_a_body_without_printed_seats_invites_its_cities(leagues: None) -> None:
    """The text prints no seats of a working group, so that each city is invited."""
    group = scene.convene("group-transport", date(2026, 12, 2))
    draft = SessionNoticeDraft()
    revision = scene.sheet(group).line.revision
    invitations.issue(scene.office(ISSUED), LEAGUE, group, revision, draft)
    assert [one.member for one in look(group).invitations] == list(
        scene.sheet(group).parties
    )


def test_a_city_replies_for_its_own_seats_only(session: UUID) -> None:
    """A liaison answers for the own city; another city's seat is refused."""
    invited = of(issue(session), "heze", Office.PARTY_SECRETARY_GENERAL)
    instead = ReplyDraft(
        stance=ReplyStance.ALTERNATE,
        alternate="菏泽市委副秘书长",
        document="菏办函〔2026〕31号",
        name="某某",
        phone="0530-5310000",
    )
    invitations.reply(
        scene.liaison("heze", REPLIED), LEAGUE, session, invited.id, instead
    )
    reply = of(look(session), "heze", Office.PARTY_SECRETARY_GENERAL).reply
    assert reply is not None
    assert (reply.how, reply.alternate) == (ReceiptHow.SIGN_IN, "菏泽市委副秘书长")
    assert look(session).replies.alternates == 1
    with pytest.raises(Forbidden):
        invitations.reply(
            scene.liaison("linyi", REPLIED), LEAGUE, session, invited.id, COMING
        )
    with pytest.raises(Forbidden):
        invitations.reply(
            scene.at(actor(Role.LEADER, "heze"), REPLIED),
            LEAGUE,
            session,
            invited.id,
            COMING,
        )


@pytest.mark.row("H-GOV-06", part="an invitee without an account replies by link")
def test_a_link_replies_without_an_account(session: UUID) -> None:
    """Whoever has the link replies, again and again; another link ends it."""
    invited = issue(session).invitations[-1]
    assert invited.invitee
    public = scene.at(actor(Role.PUBLIC, league=None), REPLIED)
    link = invitations.make_link(scene.office(ISSUED), LEAGUE, session, invited.id)
    token = link.rstrip("/").rpartition("/")[2]
    invitations.reply_by_link(public, token, COMING)
    _sheet, found = reads.find_by_link(token, public.at)
    assert found.reply is not None
    assert found.reply.how is ReceiptHow.LINK
    excused = ReplyDraft(stance=ReplyStance.EXCUSED, words="另有公务。")
    invitations.reply_by_link(public, token, excused)
    replies = InvitationReply.objects.filter(invitation=invited.id)
    assert replies.count() == 2
    assert replies.filter(replaced_at=None).get().stance == "excused"
    invitations.make_link(scene.office(ISSUED), LEAGUE, session, invited.id)
    with pytest.raises(Missing):
        invitations.reply_by_link(public, token, COMING)


def test_a_link_ends_with_its_session_and_is_kept_as_a_hash(session: UUID) -> None:
    """The day after the last one the link opens nothing; its secret is nowhere."""
    invited = issue(session).invitations[0]
    link = invitations.make_link(scene.office(ISSUED), LEAGUE, session, invited.id)
    token = link.rstrip("/").rpartition("/")[2]
    over = scene.office(DAY + timedelta(days=1)).at
    with pytest.raises(Missing):
        reads.find_by_link(token, over)
    for guess in ("", token[:-1], "x" * 43):
        with pytest.raises(Missing):
            reads.find_by_link(guess, scene.office(REPLIED).at)
    assert not Row.objects.filter(digest=token).exists()
    assert all(token not in content for _act, _by, content in journalled())


def test_the_office_records_a_reply_by_telephone(session: UUID) -> None:
    """Who was on the telephone and when stands beside the reply; nonsense is refused."""
    invited = of(issue(session), "linyi")
    called = scene.office(REPLIED).at - timedelta(hours=1)
    office = scene.office(REPLIED)

    def record(person: str, moment: object, who: Actor = office) -> None:
        spoken = SpokenWith(person=person, at=moment)  # type: ignore[arg-type]
        invitations.reply_by_telephone(who, LEAGUE, session, invited.id, COMING, spoken)

    record("临沂市委办公室值班员", called)
    reply = of(look(session), "linyi").reply
    assert reply is not None
    assert (reply.how, reply.spoke_to, reply.at) == (
        ReceiptHow.TELEPHONE,
        "临沂市委办公室值班员",
        called,
    )
    assert reply.recorded_at == office.at
    for person, moment, code in (
        (" ", called, "caller-missing"),
        ("值班员", office.at + timedelta(hours=1), "call-in-the-future"),
        ("值班员", office.at - timedelta(days=30), "call-before-notice"),
    ):
        with pytest.raises(Refused) as refused:
            record(person, moment)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        record("值班员", called, scene.liaison("linyi", REPLIED))


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (ReplyDraft(stance=ReplyStance.ALTERNATE), "alternate-missing"),
        (
            ReplyDraft(stance=ReplyStance.COMING, alternate="副市长"),
            "alternate-unasked",
        ),
        (ReplyDraft(stance=ReplyStance.COMING, phone="打给我"), "phone-unlikely"),
        (ReplyDraft(stance=ReplyStance.COMING, phone="1" * 31), "too-long"),
        (ReplyDraft(stance=ReplyStance.COMING, name="甲" * 101), "too-long"),
        (ReplyDraft(stance=ReplyStance.EXCUSED, words="\0"), "too-long"),
    ],
)
def test_a_slip_that_says_nothing_is_refused(
    session: UUID, draft: ReplyDraft, code: str
) -> None:
    """What cannot be meant is refused, and nothing is kept."""
    invited = of(issue(session), "linyi")
    with pytest.raises(Refused) as refused:
        invitations.reply(
            scene.liaison("linyi", REPLIED), LEAGUE, session, invited.id, draft
        )
    assert refused.value.code == code
    assert of(look(session), "linyi").replies == ()


def test_only_whoever_runs_the_session_invites(session: UUID) -> None:
    """The office and the host invite; another city, a leader, an auditor do not."""
    revision = scene.sheet(session).line.revision
    for who in (
        scene.liaison("linyi", ISSUED),
        scene.at(actor(Role.LEADER, "suzhou"), ISSUED),
        scene.at(actor(Role.AUDITOR), ISSUED),
    ):
        with pytest.raises(Forbidden):
            invitations.issue(who, LEAGUE, session, revision, NOTICE)
    host = scene.liaison("suzhou", ISSUED)
    invitations.issue(host, LEAGUE, session, revision, NOTICE)
    with pytest.raises(Conflict):
        invitations.issue(host, LEAGUE, session, revision, NOTICE)
    invited = look(session).invitations[0]
    with pytest.raises(Forbidden):
        invitations.make_link(
            scene.liaison("linyi", ISSUED), LEAGUE, session, invited.id
        )


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (SessionNoticeDraft(reply_by=DAY + timedelta(days=1)), "reply-late"),
        (SessionNoticeDraft(contact="甲" * 201), "too-long"),
        (SessionNoticeDraft(rider="甲" * 401), "too-long"),
        (SessionNoticeDraft(invitees=("甲" * 201,)), "too-long"),
        (
            SessionNoticeDraft(invitees=tuple(f"单位{n}" for n in range(101))),
            "invitees-many",
        ),
    ],
)
def test_a_notice_that_cannot_be_meant_is_refused(
    session: UUID, draft: SessionNoticeDraft, code: str
) -> None:
    """Nobody is invited by a notice that is refused."""
    with pytest.raises(Refused) as refused:
        issue(session, draft)
    assert refused.value.code == code
    assert look(session).invitations == ()


def test_a_reply_holds_for_the_days_it_was_given_for(session: UUID) -> None:
    """Other days ask again; another place does not, and the former days bring it back."""
    invited = of(issue(session), "linyi")
    speaker = scene.liaison("linyi", REPLIED)
    invitations.reply(speaker, LEAGUE, session, invited.id, COMING)
    move(session, 0, place=Bilingual("宿州市政务中心", "Suzhou"))
    assert of(look(session), "linyi").reply is not None
    move(session, 7)
    outdated = of(look(session), "linyi")
    assert (outdated.reply, outdated.outdated) == (None, True)
    assert look(session).replies.awaited == look(session).replies.invited
    move(session, -7)
    assert of(look(session), "linyi").reply is not None


def test_replies_foretell_the_attendance(session: UUID) -> None:
    """Who said so is present, excused, or represented with the paper; marks stay."""
    sheet = issue(session)
    for member, draft in (
        ("suzhou", COMING),
        ("zaozhuang", ReplyDraft(stance=ReplyStance.EXCUSED)),
        (
            "heze",
            ReplyDraft(
                stance=ReplyStance.ALTERNATE, alternate="副书记", document="31号"
            ),
        ),
        ("linyi", ReplyDraft(stance=ReplyStance.ALTERNATE, alternate="副书记")),
    ):
        invited = of(sheet, member)
        speaker = scene.liaison(member, REPLIED)
        invitations.reply(speaker, LEAGUE, session, invited.id, draft)
    scene.open_(session)
    revision = scene.sheet(session).line.revision
    office = scene.office(DAY)
    assert invitations.attend_as_replied(office, LEAGUE, session, revision) == 3
    marks = {
        mark.seat.member: (mark.presence, mark.who, mark.document)
        for mark in scene.sheet(session).attendance.marks
        if mark.seat
    }
    assert marks == {
        "suzhou": (Presence.PRESENT, "", ""),
        "zaozhuang": (Presence.EXCUSED, "", ""),
        "heze": (Presence.ALTERNATE, "副书记", "31号"),
    }
    revision = scene.sheet(session).line.revision
    with pytest.raises(Refused):
        invitations.attend_as_replied(office, LEAGUE, session, revision)
    with pytest.raises(Forbidden):
        invitations.attend_as_replied(
            scene.liaison("linyi", DAY), LEAGUE, session, revision
        )


def test_nobody_replies_once_a_session_has_begun(session: UUID) -> None:
    """What happens then is the attendance; the link says so too."""
    invited = of(issue(session), "linyi")
    link = invitations.make_link(scene.office(ISSUED), LEAGUE, session, invited.id)
    token = link.rstrip("/").rpartition("/")[2]
    scene.open_(session)
    with pytest.raises(Conflict):
        invitations.reply(
            scene.liaison("linyi", DAY), LEAGUE, session, invited.id, COMING
        )
    public = scene.at(actor(Role.PUBLIC, league=None), DAY)
    with pytest.raises(Conflict):
        invitations.reply_by_link(public, token, COMING)
    with pytest.raises(Conflict):
        issue(session)


def test_telephone_numbers_are_for_the_office_and_the_own_city(session: UUID) -> None:
    """Another city sees who comes, and not how to call them; the journal has neither."""
    invited = of(issue(session), "heze")
    draft = ReplyDraft(stance=ReplyStance.COMING, name="王某", phone="13800000000")
    speaker = scene.liaison("heze", REPLIED)
    invitations.reply(speaker, LEAGUE, session, invited.id, draft)

    def phone(who: Actor) -> str:
        reply = of(look(session, who), "heze").reply
        assert reply is not None
        return reply.phone

    assert phone(scene.office(REPLIED)) == phone(speaker) == "13800000000"
    assert phone(scene.liaison("linyi", REPLIED)) == ""
    assert phone(scene.at(actor(Role.AUDITOR), REPLIED)) == ""
    (told,) = [content for act, _by, content in journalled() if act.startswith("reply")]
    assert "13800000000" not in told
    assert "王某" not in told


def test_every_act_is_in_the_journal_with_its_actor(session: UUID) -> None:
    """Issuing, linking and replying leave one entry each."""
    invited = of(issue(session), "linyi")
    link = invitations.make_link(scene.office(ISSUED), LEAGUE, session, invited.id)
    public = scene.at(actor(Role.PUBLIC, league=None), REPLIED)
    invitations.reply_by_link(public, link.rstrip("/").rpartition("/")[2], COMING)
    speaker = scene.liaison("linyi", REPLIED)
    invitations.reply(speaker, LEAGUE, session, invited.id, COMING)
    assert [(act, by) for act, by, _content in journalled()] == [
        ("issue_invitations", scene.office(ISSUED).person),
        ("make_invitation_link", scene.office(ISSUED).person),
        ("reply_by_link", public.person),
        ("reply_invitation", speaker.person),
    ]


def test_another_league_knows_nothing_of_it(session: UUID) -> None:
    """Its office may neither look nor invite."""
    with pytest.raises((Forbidden, Missing)):
        reads.get_invitations(scene.office(DAY, "changzhutan"), "huaihai", session)
    with pytest.raises(Missing):
        reads.get_invitations(scene.office(DAY, "changzhutan"), "changzhutan", session)
