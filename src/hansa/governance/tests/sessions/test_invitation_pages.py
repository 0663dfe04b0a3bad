"""Pages and API of invitations: the notice, a slip by link, a call, the roll, papers."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import icalendar
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.governance.reads import invitations as reads
from hansa.governance.services import invitations as services
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationSheet,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
)
from hansa.governance.tests.people import account, browser, program
from hansa.governance.tests.sessions import scene

LEAGUE, DAY, ISSUED = "huaihai", date(2026, 11, 27), date(2026, 11, 2)
API = "/api/v1/leagues/huaihai"
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration, three days before the session."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def session(leagues: None) -> UUID:
    """Convene a Symposium that lies ahead."""
    return scene.convene("symposium", DAY)


@pytest.fixture
def office(leagues: None) -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT, None))


def page(name: str, session: UUID, *rest: object) -> str:
    """Give the address of a page of a session."""
    return reverse(f"governance:{name}", args=[LEAGUE, session, *rest])


def read(client: Client, address: str, **asked: str) -> str:
    """Read a page."""
    return " ".join(client.get(address, asked).content.decode().split())


def look(session: UUID) -> InvitationSheet:
    """Look at the invitations of a session."""
    return reads.get_invitations(scene.office(DAY), LEAGUE, session)


def issue(session: UUID) -> InvitationSheet:
    """Issue the notice."""
    revision = scene.sheet(session).line.revision
    draft = SessionNoticeDraft(reply_by=date(2026, 11, 25))
    services.issue(scene.office(ISSUED), LEAGUE, session, revision, draft)
    return look(session)


def of(sheet: InvitationSheet, member: str) -> Invitation:
    """Find the first seat of a city."""
    return next(one for one in sheet.invitations if one.member == member)


def test_the_office_issues_the_notice_on_the_page(
    office: Client, session: UUID
) -> None:
    """Typed once, everybody is invited; a day too late is refused beside its field."""
    address = page("invite", session)
    typed = {
        "invite-revision": scene.sheet(session).line.revision,
        "invite-reply_by": "2026-11-28",
        "invite-begins_at": "09:00",
        "invite-invitees": "省交通运输厅\n\n 省发展改革委 ",
    }
    late = office.post(address, typed)
    assert late.status_code == 422
    assert "after the session begins" in late.content.decode()
    done = office.post(address, {**typed, "invite-reply_by": "2026-11-25"}, follow=True)
    text = done.content.decode()
    assert "The notice is issued, and everybody is invited." in text
    assert "Replies awaited: 44 of 44" in text
    assert [one.invitee for one in look(session).invitations][-2:] == [
        "省交通运输厅",
        "省发展改革委",
    ]
    stale = office.post(address, {**typed, "invite-reply_by": ""})
    assert stale.status_code == 409


def test_a_liaison_sends_the_slip_of_the_own_city(session: UUID) -> None:
    """The page offers the form for the own seat, and none for another city's."""
    sheet = issue(session)
    liaison = browser(account(Role.CITY_LIAISON, "heze"))
    own, other = of(sheet, "heze"), of(sheet, "linyi")
    assert 'id="reply"' in read(liaison, page("invitation", session, own.id))
    assert 'id="reply"' not in read(liaison, page("invitation", session, other.id))
    address = page("invitation-act", session, own.id, "reply")
    missing = liaison.post(address, {"reply-stance": "alternate"})
    assert missing.status_code == 422
    assert "The slip does not say who comes instead." in missing.content.decode()
    typed = {"reply-stance": "alternate", "reply-alternate": "菏泽市委副书记"}
    done = liaison.post(address, typed, follow=True)
    assert "The reply is recorded." in done.content.decode()
    refused = liaison.post(
        page("invitation-act", session, other.id, "reply"), {"reply-stance": "coming"}
    )
    assert refused.status_code == 403
    unknown = liaison.post(page("invitation-act", session, own.id, "dance"), {})
    assert unknown.status_code == 404


def test_a_link_opens_the_slip_to_whoever_has_it(office: Client, session: UUID) -> None:
    """The page needs no account, gives the calendar file, and is kept from engines."""
    one = issue(session).invitations[-1]
    made = office.post(page("invitation-act", session, one.id, "link"))
    assert made["Cache-Control"].startswith("max-age=0")
    link = made.context["link"]
    public = Client(headers={"accept-language": "en"})
    address = "/invitation/" + link.rstrip("/").rpartition("/")[2] + "/"
    shown = public.get(address)
    assert shown.status_code == 200
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Referrer-Policy"] == "same-origin"
    calendar = public.get(f"{address}calendar.ics")
    event: Any = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")[0]
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert str(event["ATTENDEE"]) == f"urn:uuid:{one.id}"
    bad = public.post(address, {"stance": "coming", "phone": "打给我"})
    assert bad.status_code == 422
    public.post(address, {"stance": "coming", "name": "某某"})
    assert look(session).replies.coming == 1
    assert "Your reply" in public.get(address).content.decode()
    assert public.get("/invitation/nowhere/").status_code == 404
    assert public.get("/invitation/nowhere/calendar.ics").status_code == 404


def test_the_clerk_records_a_call(office: Client, session: UUID) -> None:
    """Who and when are asked for; a call that lies ahead is refused beside its time."""
    one = of(issue(session), "linyi")
    address = page("invitation-act", session, one.id, "telephone")
    typed = {
        "telephone-stance": "excused",
        "telephone-person": "临沂市委办公室值班员",
        "telephone-at": "2026-11-24T10:00",
    }
    assert office.post(address, typed).status_code == 422
    done = office.post(
        address, {**typed, "telephone-at": "2026-11-24T08:50"}, follow=True
    )
    text = done.content.decode()
    assert "The call is recorded, with the reply." in text
    assert "临沂市委办公室值班员" in text


def test_the_sum_of_replies_is_filtered_and_exported(
    office: Client, session: UUID
) -> None:
    """By city and by reply; the workbook holds what the page shows."""
    one = of(issue(session), "linyi")
    coming = ReplyDraft(stance=ReplyStance.COMING, phone="0539-8000000")
    speaker = scene.liaison("linyi", ISSUED)
    services.reply(speaker, LEAGUE, session, one.id, coming)
    address = page("invitations", session)
    listed = office.get(address, {"reply": "coming"}).context["list"].page.object_list
    assert [found.id for found in listed] == [one.id]
    listed = office.get(address, {"city": "heze", "reply": "awaited"})
    assert len(listed.context["list"].page.object_list) == 4
    book = openpyxl.load_workbook(
        io.BytesIO(office.get(address, {"format": "xlsx"}).content)
    )
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert any("0539-8000000" in row for row in cells)
    assert office.get(address, {"reply": "maybe"}).status_code == 422
    other = browser(account(Role.CITY_LIAISON, "heze"))
    assert "0539-8000000" not in read(other, address)


def test_the_roll_is_filled_in_by_replies(office: Client, session: UUID) -> None:
    """What was replied is chosen; an alternate without a paper is asked for it."""
    one = of(issue(session), "linyi")
    instead = ReplyDraft(stance=ReplyStance.ALTERNATE, alternate="临沂市委副书记")
    speaker = scene.liaison("linyi", ISSUED)
    services.reply(speaker, LEAGUE, session, one.id, instead)
    address = page("roll", session)
    form = office.get(address).context["form"]
    lines = [line.seat for line, _fields in form.rows()]
    number = lines.index(one.seat)
    assert form[f"presence-{number}"].initial == "alternate"
    assert form[f"who-{number}"].initial == "临沂市委副书记"
    typed = {
        "roll-revision": scene.sheet(session).line.revision,
        f"roll-presence-{number}": "alternate",
        f"roll-who-{number}": "临沂市委副书记",
    }
    assert office.post(address, typed).status_code == 422
    done = office.post(address, {**typed, f"roll-document-{number}": "31号"})
    assert done.status_code == 302
    (mark,) = scene.sheet(session).attendance.marks
    assert (mark.seat, mark.document) == (one.seat, "31号")
    assert (
        office.post(address, typed | {f"roll-document-{number}": "1"}).status_code
        == 409
    )


def test_papers_are_taken_from_the_page(office: Client, session: UUID) -> None:
    """Notice as page and docx, calendar file, and the kit under its Chinese name."""
    issue(session)
    notice = read(office, page("notice", session))
    assert "关于召开2026年淮海经济区协同发展座谈会的通知" in notice
    assert "会议回执" in notice
    docx = office.get(page("notice-docx", session))
    assert docx.content.startswith(b"PK")
    kit = office.get(page("kit", session))
    assert "filename*=UTF-8''2026%E5%B9%B4" in kit["Content-Disposition"]
    assert len(zipfile.ZipFile(io.BytesIO(kit.content)).namelist()) == 6
    ics = office.get(page("session-calendar", session))
    assert b"METHOD:REQUEST" in ics.content
    assert "No decision of this session names a unit yet." in read(
        office, page("excerpts", session)
    )


def test_all_minutes_of_a_league_are_listed(office: Client) -> None:
    """By body, state and year; exported as every list."""
    scene.cleared(date(2026, 8, 20), "断头路清单")
    address = reverse("governance:minutes-list", args=[LEAGUE])
    assert "Minutes published: 0 of 1" in read(office, address)
    assert "matching" not in read(office, address)
    for asked, count in (
        ({"body": "consultation"}, 1),
        ({"body": "symposium"}, 0),
        ({"state": "draft"}, 1),
        ({"state": "published"}, 0),
        ({"year": "2025"}, 0),
    ):
        shown = office.get(address, asked).context["list"]
        assert len(shown.page.object_list) == count, asked
    assert office.get(address, {"state": "lost"}).status_code == 422
    assert office.get(address, {"format": "xlsx"}).content.startswith(b"PK")
    assert Client().get(address).status_code == 302


def test_programs_do_what_pages_do(session: UUID) -> None:
    """Issued, replied, called, linked, attended; papers and calendar come as files."""
    office = program(account(Role.SECRETARIAT))
    city = program(account(Role.CITY_LIAISON, "heze"))

    def send(client: Client, path: str, content: dict[str, Any]) -> Any:
        address = f"{API}/sessions/{session}{path}"
        return client.post(address, content, content_type="application/json")

    revision = scene.sheet(session).line.revision
    notice = {"revision": revision, "begins_at": "09:00", "reply_by": "2026-11-25"}
    assert (
        send(office, "/invitations", {**notice, "begins_at": "9am"}).status_code == 422
    )
    assert send(city, "/invitations", notice).status_code == 403
    made = send(office, "/invitations", notice)
    assert made.status_code == 200
    assert made.json()["replies"]["invited"] == 42
    assert len(made.json()["words"]["zh"]) < 140
    own = next(i for i in made.json()["invitations"] if i["member"] == "heze")
    path = f"/invitations/{own['id']}"
    answered = send(city, f"{path}/replies", {"stance": "coming", "name": "某某"})
    assert answered.json()["replies"]["coming"] == 1
    called = {
        "stance": "excused",
        "call": {"person": "值班员", "at": "2026-11-24T00:58:00Z"},
    }
    assert send(city, f"{path}/replies", called).status_code == 403
    assert send(office, f"{path}/replies", called).json()["replies"]["excused"] == 1
    assert send(office, f"{path}/links", {}).status_code == 201
    revision = scene.sheet(session).line.revision
    attended = send(office, "/attendance/as-replied", {"revision": revision})
    (mark,) = attended.json()["attendance"]["marks"]
    assert mark["presence"] == "excused"
    base = f"{API}/sessions/{session}"
    assert office.get(f"{base}/kit").content.startswith(b"PK")
    assert city.get(f"{base}/kit").status_code == 403
    assert office.get(f"{base}/notice/docx").content.startswith(b"PK")
    assert office.get(f"{base}/notice").json()["heading"].startswith("关于召开")
    assert b"SEQUENCE:0" in office.get(f"{base}/calendar").content
    assert office.get(f"{base}/excerpts").json() == []
    assert office.get(f"{base}/excerpts/nobody").status_code == 404
