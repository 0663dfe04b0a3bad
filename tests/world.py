"""A house with something of everything, in two cities of one league and one of another.

``build`` makes it through services, as people would, once for a whole module of tests:
a duty with evidence, a part handed on, a request, a notice with its delivery, a channel,
a record, a stage, a file, people, an account with a role, a key, a sign-in, a calendar
address and a kept view, of each city; and of each league a clearing window that is
published, with rows in doubt and a dispute of each city.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import Workbook

from hansa.casework.reads import cases as case_reads
from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.charter.terms import Modality
from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.models import OutboxEvent
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.clearing.models import CaseRow
from hansa.clearing.services import cases as clearing_cases
from hansa.clearing.services import (
    codes,
    disputes,
    participants,
    publishing,
    running,
    screening,
    sealing,
    windows,
)
from hansa.clearing.terms.casework import DisputeDraft
from hansa.clearing.terms.house import InstitutionDraft, WindowDraft
from hansa.delivery.services import stages
from hansa.delivery.terms import Stage
from hansa.delivery.terms.stages import StageFacts
from hansa.directory.models import Account, ApiToken, FeedToken, SavedView, SignIn
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services import people, register
from hansa.directory.services.accounts import (
    grants,
    keeping,
    keys,
    passwords,
    saved,
    sessions,
)
from hansa.directory.terms.accounts import (
    EVERYWHERE,
    AccountDraft,
    Browser,
    FeedScope,
    GrantDraft,
    KeyDraft,
    Scope,
    ViewDraft,
)
from hansa.directory.terms.people import (
    Closing,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.models import Delivery, Duty, HandOn
from hansa.duties.services import (
    acts,
    bulletins,
    channels,
    handing,
    notices,
    receipts,
    requests,
    supervision,
)
from hansa.duties.services import keeping as duty_keeping
from hansa.duties.terms.channels import ChannelDraft
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, Source
from hansa.duties.terms.notices import Addressee, Draft, Matter, NoticeKind
from hansa.duties.terms.requests import RequestDraft
from hansa.duties.terms.supervision import PaperDraft
from hansa.governance.reads import experts as expert_reads
from hansa.governance.reads import laws as law_reads
from hansa.governance.reads.invitations import get_invitations
from hansa.governance.reads.sessions import get_session
from hansa.governance.services import (
    invitations,
    proposals,
    records,
    stakeholders,
    studies,
)
from hansa.governance.services.agreements import drafting
from hansa.governance.services.agreements import rounds as agreement_rounds
from hansa.governance.services.circulars import drafting as circular_drafting
from hansa.governance.services.circulars import sending
from hansa.governance.services.consultations import (
    commenting,
    results,
    weighing,
)
from hansa.governance.services.consultations import (
    drafting as consulting,
)
from hansa.governance.services.experts import advising, drawing, pool
from hansa.governance.services.laws import agenda, table
from hansa.governance.services.laws import drafting as law_drafting
from hansa.governance.services.laws import rounds as law_rounds
from hansa.governance.services.minutes import rounds
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import EntryKind, Level
from hansa.governance.terms.consultations import (
    CommentDraft,
    ConsultationDraft,
    MatterKind,
)
from hansa.governance.terms.dockets import Delivery as Carried
from hansa.governance.terms.dockets import (
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Urgent,
)
from hansa.governance.terms.experts import (
    Conclusion,
    DrawDraft,
    ExpertDraft,
    ExpertFilter,
    OpinionDraft,
)
from hansa.governance.terms.invitations import SessionNoticeDraft
from hansa.governance.terms.laws import LawAgenda
from hansa.governance.terms.records import MeetingFacts, days_through
from hansa.governance.terms.sessions import (
    Mark,
    Opening,
    PositionDraft,
    Presence,
    SessionDraft,
)
from hansa.governance.terms.stakeholders import (
    ProposalDraft,
    StakeholderDraft,
    StakeholderKind,
)
from hansa.governance.terms.studies import StudyDraft
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SINCE = date(2025, 1, 1)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
LEAGUE, OTHER_LEAGUE = "huaihai", "changzhutan"
CITY, OTHER, FAR = "suzhou", "xuzhou", "changsha"
PASSWORD = "three-plain-words"
SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)
MEETINGS = {
    CITY: ("symposium", date(2026, 11, 19), "suzhou"),
    OTHER: ("group-transport", date(2026, 5, 20), "xuzhou"),
    FAR: ("drc-directors", date(2026, 2, 19), "changsha"),
}
WINDOW = "2026-11-23"
CLEARED = {
    LEAGUE: (CITY, OTHER, "linyi"),
    OTHER_LEAGUE: (FAR, "zhuzhou", "xiangtan"),
}
"""Cities whose cards are cleared; the last one is nobody's of the tests."""
TAPS = (
    "record_id,acquirer,issuer,card,counter,service,kind,original_record_id,amount_fen,"
    "occurred_at"
)
WORKS = {CITY: "PRJ-07", OTHER: "PRJ-04", FAR: "PRJ-05"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """What there is of one city: ids, and secrets where they are shown once."""

    league: str
    member: str
    unit: str
    second_unit: str
    closed_unit: str
    person: str
    posting: str
    request: UUID
    asked: UUID
    duty: UUID
    open: UUID
    event: int
    part: UUID
    returned: UUID
    supervised: UUID
    bulletin: UUID
    notice: UUID
    delivery: UUID
    receipt: str
    asked_revision: int
    duty_revision: int
    part_revision: int
    channel: UUID
    record: str
    meeting: UUID
    item: UUID
    closed: UUID
    expert: UUID
    sealed: UUID
    draw: UUID
    advised: UUID
    opinion: UUID
    study: UUID
    used: UUID
    law: UUID
    law_revision: int
    law_fix: UUID
    divergence: str
    article: str
    beside: Mapping[str, str]
    consultation: UUID
    comment_receipt: str
    stakeholder: UUID
    filing_link: str
    proposal: UUID
    decision: UUID
    paper_out: UUID
    invited: UUID
    invitation: UUID
    reply_link: str
    sat: UUID
    circular: UUID
    stage: str
    work: str
    file: UUID
    register: UUID
    account: int
    grant: int
    key: UUID
    secret: str
    session: int
    view: int
    feed: UUID
    feed_secret: str
    reset: str
    system: str
    third: str
    window: str
    institution: str
    code: str
    case: UUID
    paper: UUID
    doubted: UUID
    row: str


@dataclass(frozen=True, slots=True)
class World:
    """The cities' things by city, and the accounts by role and city."""

    cities: Mapping[str, Things]
    folder: Path
    accounts: dict[tuple[Role, str], int] = field(default_factory=dict)


def office_of(league: str) -> Actor:
    """The league's own office."""
    return Actor(
        person=f"test:office:{league}",
        authority="协同发展办公室",
        member=None,
        roles=frozenset({Role.SECRETARIAT}),
        at=AT,
        league=league,
    )


def build(folder: Path) -> World:
    """Put both charters in force and give each city something of everything."""
    workdays.seed(AT)
    for league in (LEAGUE, OTHER_LEAGUE):
        charter_services.apply_version(
            SHELL,
            settings.HANSA_CHARTERS / league,
            charter_services.Terms(in_service_since=SINCE),
        )
    for league, cities in CLEARED.items():
        _clear(league, cities, folder)
    world = World(
        folder=folder,
        cities={
            member: _city(league, member)
            for league, member in (
                (LEAGUE, CITY),
                (LEAGUE, OTHER),
                (OTHER_LEAGUE, FAR),
            )
        },
    )
    for role in Role:
        if role is Role.PUBLIC:
            continue
        for member, things in world.cities.items():
            if role in EVERYWHERE and member != CITY:
                continue
            world.accounts[role, member] = _account(
                f"{role.value}-{member}", role, things.league, member, things.unit
            )
    return world


def actor_for(world: World, role: Role, member: str, league: str | None) -> Actor:
    """The actor that an account of the world is in a league."""
    if role is Role.PUBLIC:
        return account_reads.public(AT)
    return account_reads.actor_of_account(world.accounts[role, member], league, AT)


def drain(answer: Any) -> None:
    """Read a file that is sent to its end, where its sender closes it.

    Closing it before would close the connection of the test as well.
    """
    if answer.streaming:
        b"".join(answer.streaming_content)


def browser_for(world: World, role: Role, member: str, language: str = "en") -> Client:
    """Give a browser in which the account of a role is signed in."""
    client = Client(headers={"accept-language": language})
    if role is Role.PUBLIC:
        return client
    sign_in(client, world.accounts[role, member])
    return client


def sign_in(client: Client, account: int) -> None:
    """Sign an account in, in a browser."""
    client.force_login(
        get_user_model().objects.get(pk=account),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    key = client.session.session_key
    assert key is not None
    sessions.begin_session(
        account_reads.actor_of_account(account, None, AT),
        Browser(session_key=key, agent="test", network_address="127.0.0.1"),
    )


def key_for(account: int, *scopes: Scope) -> str:
    """Make a key of an account."""
    someone = account_reads.actor_of_account(account, None, AT)
    return keys.make_key(someone, KeyDraft(name="接口", scopes=frozenset(scopes)))


def _account(
    name: str, role: Role, league: str, member: str | None, unit: str | None
) -> int:
    made = keeping.make_account(SHELL, AccountDraft(username=name))
    everywhere = role in EVERYWHERE
    grants.give_role(
        SHELL,
        made,
        GrantDraft(
            role=role,
            league=None if everywhere else league,
            member=None if everywhere or role is Role.SECRETARIAT else member,
            unit=unit if role in {Role.UNIT_OFFICER, Role.GROUP_LEAD} else None,
        ),
    )
    return made


def _city(league: str, member: str) -> Things:
    office = office_of(league)
    liaison = replace(
        office,
        person=f"test:liaison:{member}",
        member=member,
        roles=frozenset({Role.CITY_LIAISON}),
    )
    placed = _people(office, league, member)
    asked = _asked(office, liaison, league, member, placed)
    written = _written(office, league, member)
    happened = _happened(office, liaison, league, member)
    happened |= _invited(office, league, member)
    happened["sat"] = _sat(office, league, member, placed["unit"])
    owned = _owned(league, member, placed["unit"], office)
    cleared = _cleared(liaison, league, member)
    version = charter_reads.get_versions(league)[-1]
    return Things(
        league=league,
        member=member,
        system=version.charter.book.systems[0].id,
        **placed,
        **asked,
        **written,
        **happened,
        **owned,
        **cleared,
    )


def _people(office: Actor, league: str, member: str) -> dict[str, Any]:
    city = charter_reads.names_of(charter_reads.get_versions(league)[-1])[member]

    def unit(kind: UnitKind, name: Bilingual) -> str:
        return people.open_unit(
            office,
            league,
            UnitDraft(
                member=member,
                name=Bilingual(f"{city.zh}市{name.zh}", f"{city.en} {name.en}"),
                details=UnitDetails(kind=kind, opened_on=SINCE),
            ),
        )

    bureau = unit(UnitKind.DEPARTMENT, Bilingual("交通运输局", "Transport"))
    second = unit(UnitKind.DEPARTMENT, Bilingual("发展改革委", "Reform"))
    closed = unit(UnitKind.OFFICE, Bilingual("原协作办", "Former office"))
    people.close_unit(office, league, closed, Closing(on=date(2026, 1, 1)), 1)
    person = people.add_person(
        office,
        league,
        PersonDraft(
            member=member,
            details=PersonDetails(
                title=Bilingual(f"{city.zh}市联络员一", f"{city.en} liaison 1"),
                unit=bureau,
            ),
        ),
    )
    posting = people.add_posting(
        office,
        league,
        PostingDraft(
            kind=PostingKind.FOCAL_POINT,
            member=member,
            person=person,
            unit=bureau,
            from_on=SINCE,
        ),
    )
    return {
        "unit": bureau,
        "second_unit": second,
        "closed_unit": closed,
        "person": person,
        "posting": posting,
    }


def _asked(
    office: Actor, liaison: Actor, league: str, member: str, placed: Mapping[str, str]
) -> dict[str, Any]:
    request = requests.dispatch(
        office,
        league,
        RequestDraft(
            title="纪要征求意见",
            words="请反馈意见。",
            members=(member,),
            due_on=date(2026, 12, 4),
        ),
    )
    asked = Duty.objects.get(request=request, member=member)
    duty_keeping.open_duties(
        office,
        league,
        Source.MANUAL,
        (
            _owed(f"series/{member}", member),
            _owed(f"open/{member}", member),
        ),
        complete=(),
    )
    duty = Duty.objects.get(league=league, key=f"series/{member}")
    waiting = Duty.objects.get(league=league, key=f"open/{member}")
    units = (placed["unit"], placed["second_unit"])
    asked_of = [handing.Handing(unit=unit) for unit in units]
    handing.hand_on(liaison, league, duty.pk, duty.revision, asked_of)
    part, returned = (HandOn.objects.get(duty=duty, unit_id=unit) for unit in units)
    handing.return_part(
        replace(
            liaison, roles=frozenset({Role.UNIT_OFFICER}), unit=placed["second_unit"]
        ),
        league,
        returned.pk,
        returned.revision,
        handing.Return(words="无意见。"),
    )
    supervised, bulletin = _supervised(liaison, league, member, placed, part.pk)
    duty.refresh_from_db()
    noted = acts.note(liaison, league, duty.pk, "正在汇总。")
    wanted = acts.Extension(until=date(2026, 12, 18), reason="人员调整。")
    acts.request_extension(liaison, league, asked.pk, asked.revision, wanted)
    asked.refresh_from_db()
    done = acts.Done(on=AT.date(), note="无意见。")
    acts.record_evidence(liaison, league, asked.pk, asked.revision, done)
    asked.refresh_from_db()
    return {
        "request": request,
        "asked": asked.pk,
        "duty": duty.pk,
        "open": waiting.pk,
        "event": noted.number,
        "part": part.pk,
        "returned": returned.pk,
        "supervised": supervised,
        "bulletin": bulletin,
        "part_revision": part.revision,
        "asked_revision": asked.revision,
        "duty_revision": duty.revision,
    }


def _supervised(
    liaison: Actor, league: str, member: str, placed: Mapping[str, str], part: UUID
) -> tuple[UUID, UUID]:
    """Order a unit that did not answer, and tell the city of it."""
    bureau = placed["unit"]
    supervision.name_unit(liaison, league, member, bureau, "three-steps")
    unit = replace(liaison, roles=frozenset({Role.UNIT_OFFICER}), unit=bureau)
    before = replace(unit, at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC))
    order = PaperDraft(rung="order", reason="请核对。")
    issued = supervision.issue(before, league, member, part, order)
    return issued, bulletins.publish(unit, league, member)


def _owed(key: str, member: str) -> DutyDraft:
    return DutyDraft(
        key=key,
        series=key.partition("/")[0],
        title=Bilingual("派驻人员名单", "List of secondees"),
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=("GOV-12",),
        member=member,
        window=NOVEMBER,
    )


def _written(office: Actor, league: str, member: str) -> dict[str, Any]:
    channel = channels.add_channel(
        office,
        league,
        ChannelDraft(
            member=member,
            unit=None,
            kind="mail",
            name="值班邮箱",
            address=f"duty@{member}.example",
        ),
    )
    draft = Draft(
        kind=NoticeKind.WARNING,
        subject="weather:2026-11-24",
        matter=Matter(
            title=Bilingual("寒潮天气", "Cold wave"),
            is_document=False,
            asked=Bilingual("做好防范", "take precautions"),
        ),
        to=(Addressee(member=member),),
    )
    (line,) = notices.issue(office, league, draft)
    delivery = Delivery.objects.filter(notice=line.id).first()
    assert delivery is not None
    return {
        "channel": channel.id,
        "notice": line.id,
        "delivery": delivery.pk,
        "receipt": receipts.make_link(office, league, line.id)
        .rstrip("/")
        .rpartition("/")[2],
    }


def _happened(
    office: Actor, liaison: Actor, league: str, member: str
) -> dict[str, Any]:
    body, on, host = MEETINGS[member]
    record = records.record_meeting(
        office,
        league,
        MeetingFacts(
            body=body,
            kind=EntryKind.MEETING,
            year=on.year,
            days=Period(on, date.fromordinal(on.toordinal() + 1)),
            host=host,
            document="淮海座谈〔2026〕1号",
        ),
        None,
    )
    later = date(2026, 12, 2)
    meeting = convening.convene(
        office,
        league,
        SessionDraft(
            body="group-transport",
            days=days_through(later, later),
            ad_hoc=True,
            host=member,
        ),
    )
    item = docket.put_item(
        office,
        league,
        meeting,
        ItemDraft(
            class_id="difficulty" if league == LEAGUE else "issue",
            act=ItemAct.STUDY,
            title="断头路",
        ),
    )
    closed, decision = _closed(office, league, member)
    paper_out = _signed(office, league, member)
    work = WORKS[member]
    stage = stages.record_stage(
        # No city of the other league is confirmed to have a part in its work.
        office if member == FAR else liaison,
        league,
        StageFacts(work=work, stage=Stage.APPROVAL, reached_on=date(2026, 11, 2)),
        None,
    )
    return {
        "record": record,
        "meeting": meeting,
        "item": item,
        "closed": closed,
        "decision": decision,
        "paper_out": paper_out,
        "circular": _circular(office, league),
        "work": work,
        "stage": stage,
        **_advised(office, league, meeting),
        **(studied := _studied(office, league, decision)),
        **_legislated(office, league, member, studied["used"]),
        **_consulted(office, league, item),
        **_proposed(office, league),
    }


def _advised(office: Actor, league: str, meeting: UUID) -> dict[str, Any]:
    """Draw panels of one: sealed, revealed, and with an opinion on its item."""
    expert = pool.add_expert(
        office,
        league,
        ExpertDraft(
            name="规划专家",
            employer="某大学",
            fields=("transport",),
            term=Period(date(2026, 1, 1), date(2028, 1, 1)),
        ),
    )
    class_id = "difficulty" if league == LEAGUE else "issue"
    others = pool_ids(office, league) - {expert}

    def drawn(title: str) -> tuple[UUID, UUID]:
        put = ItemDraft(class_id=class_id, act=ItemAct.STUDY, title=title)
        item = docket.put_item(office, league, meeting, put)
        asked = DrawDraft(size=1, recused=tuple(others), recusal="另议。")
        return item, drawing.seal_draw(office, league, item, asked)

    _item, sealed = drawn("收费站")
    _item, revealed = drawn("收费站")
    drawing.reveal_draw(office, league, revealed, 1)
    advised, heard = drawn("收费站")
    drawing.reveal_draw(office, league, heard, 1)
    said = OpinionDraft(expert=expert, conclusion=Conclusion.SUPPORT, words="知悉。")
    opinion = advising.opine(office, league, advised, said)
    return {
        "expert": expert,
        "sealed": sealed,
        "draw": revealed,
        "advised": advised,
        "opinion": opinion,
    }


def pool_ids(office: Actor, league: str) -> set[UUID]:
    """Give the ids of every expert of a league."""
    lines = expert_reads.list_experts(office, league, ExpertFilter())
    return {line.id for line in lines}


def _studied(office: Actor, league: str, decision: UUID) -> dict[str, Any]:
    """Enter a study that nobody used, and one that a decision rests on."""
    draft = StudyDraft(
        question="断头路", commissioner="协同发展办公室", begun_on=date(2026, 11, 2)
    )
    study, used = (studies.add_study(office, league, draft) for _ in range(2))
    studies.link_study(office, league, used, decision, "")
    return {"study": study, "used": used}


def _legislated(office: Actor, league: str, member: str, study: UUID) -> dict[str, Any]:
    """Let two cities draft a rule: a figure differs, a round is open, two are parted."""
    other = CLEARED[league][-1]
    stated = LawAgenda(
        title="停放条例",
        body="legislative-conference" if league == LEAGUE else "conference",
        year=2026,
        lead=member,
        members=(member, other),
    )
    law = agenda.add_law(office, league, stated)
    for one, days in ((member, 15), (other, 30)):
        liaison = replace(office, member=one, roles=frozenset({Role.CITY_LIAISON}))
        words = f"第一条　应当在{days}日内登记。\n第二条　知悉。"
        law_drafting.bring_draft(liaison, league, law, one, 0, words)
    law_rounds.open_round(office, league, law, 3, date(2026, 12, 10), "")
    agenda.link_study(office, league, law, study)
    parted = law_reads.get_law(office, league, law).line.rows[1].row.refs[0]
    table.part_article(office, league, law, 5, parted)
    sheet = law_reads.get_law(office, league, law)
    first, second = sheet.line.rows[0].row.refs
    return {
        "law": law,
        "law_revision": sheet.line.revision,
        "law_fix": sheet.fixes[0].id,
        "divergence": sheet.line.rows[0].weighed[0].divergence.key,
        "article": first.key,
        "beside": {"member": second.member, "key": second.key},
    }


def _consulted(office: Actor, league: str, item: UUID) -> dict[str, Any]:
    """Hear the public on a draft: one comment with a group, and an item on it."""
    today = AT.date()
    draft = ConsultationDraft(
        title="收费站",
        words="请核对。",
        kind=MatterKind.POLICY,
        opens_on=today,
        closes_on=date(2026, 12, 24),
    )
    consultation = consulting.add_consultation(office, league, draft)
    consulting.publish_consultation(office, league, consultation, 1)
    anybody = account_reads.public(AT)
    said, receipt = CommentDraft(words="请补充。"), commenting.new_receipt()
    commenting.comment(anybody, league, consultation, said, receipt, "")
    weighing.group_comments(office, league, consultation, (1,), "断头路")
    results.link_item(office, league, consultation, item)
    return {"consultation": consultation, "comment_receipt": receipt}


def _proposed(office: Actor, league: str) -> dict[str, Any]:
    """Accredit an association, which proposes something and has a link."""
    draft = StakeholderDraft(
        name="某大学",
        kind=StakeholderKind.ASSOCIATION,
        accredited_by="协同发展办公室",
        term=Period(date(2026, 1, 1), date(2028, 1, 1)),
    )
    stakeholder = stakeholders.accredit(office, league, draft)
    said = ProposalDraft(title="收费站", words="请协调。")
    return {
        "stakeholder": stakeholder,
        "proposal": proposals.file_proposal(office, league, stakeholder, said),
        "filing_link": stakeholders.make_filing_link(office, league, stakeholder)
        .rstrip("/")
        .rpartition("/")[2],
    }


def _invited(office: Actor, league: str, member: str) -> dict[str, Any]:
    """Convene a session whose notice is issued, with a link to reply by."""
    day = date(2026, 12, 3)
    draft = SessionDraft(
        body="group-transport", days=days_through(day, day), ad_hoc=True, host=member
    )
    invited = convening.convene(office, league, draft)
    notice = SessionNoticeDraft(reply_by=date(2026, 11, 30))
    invitations.issue(office, league, invited, 1, notice)
    sheet = get_invitations(office, league, invited)
    one = next(one for one in sheet.invitations if one.member == member)
    link = invitations.make_link(office, league, invited, one.id)
    return {
        "invited": invited,
        "invitation": one.id,
        "reply_link": link.rstrip("/").rpartition("/")[2],
    }


def _sat(office: Actor, league: str, member: str, unit: str) -> UUID:
    """Open a session that decided something which a unit carries out."""
    day = date(2026, 11, 23)
    draft = SessionDraft(
        body="group-transport", days=days_through(day, day), ad_hoc=True, host=member
    )
    sat = convening.convene(office, league, draft)
    item = docket.put_item(
        office,
        league,
        sat,
        ItemDraft(
            class_id="difficulty" if league == LEAGUE else "issue",
            act=ItemAct.STUDY,
            title="断头路",
        ),
    )
    sitting.open_session(office, league, sat, 1, Opening())
    delivery = Carried(lead=unit, units=(unit,), due_on=date(2027, 6, 30))
    decided = Disposal(outcome=Outcome.DECIDED, words="知悉。", delivery=delivery)
    sitting.dispose(office, league, item, 1, decided)
    return sat


def _closed(office: Actor, league: str, member: str) -> tuple[UUID, UUID]:
    """Hold and close a session whose minutes are out for comment."""
    day = date(2026, 11, 20)
    closed = convening.convene(
        office,
        league,
        SessionDraft(
            body="group-industry",
            days=days_through(day, day),
            ad_hoc=True,
            host=member,
        ),
    )

    def revision() -> int:
        return get_session(office, league, closed).line.revision

    sitting.open_session(office, league, closed, revision(), Opening())
    marks = (Mark(presence=Presence.PRESENT, invitee="省交通运输厅"),)
    sitting.keep_attendance(office, league, closed, revision(), marks)
    decision = docket.put_item(
        office,
        league,
        closed,
        ItemDraft(
            class_id="difficulty" if league == LEAGUE else "issue",
            act=ItemAct.STUDY,
            title="断头路",
        ),
    )
    agreed = Disposal(
        outcome=Outcome.DECIDED,
        words="知悉。",
        delivery=Carried(principle_only=True),
    )
    sitting.dispose(office, league, decision, 1, agreed)
    for one in get_session(office, league, closed).items:
        if one.item.outcome is not None:
            continue
        noted = Disposal(outcome=Outcome.NOTED, words="知悉。")
        sitting.dispose(office, league, one.item.id, one.item.revision, noted)
    closing.close_session(office, league, closed, revision())
    rounds.circulate(office, league, closed, 1)
    return closed, decision


def _signed(office: Actor, league: str, member: str) -> UUID:
    """Hold a session that is for deciding, and send what it decided out for signature."""
    day, huaihai = date(2026, 11, 21), league == LEAGUE
    session = convening.convene(
        office,
        league,
        SessionDraft(
            body="symposium" if huaihai else "conference",
            level=None if huaihai else Level.MAYOR,
            days=days_through(day, day),
            ad_hoc=True,
            host=member,
        ),
    )
    item = docket.put_item(
        office,
        league,
        session,
        ItemDraft(
            class_id="issue" if huaihai else "field",
            act=ItemAct.DECIDE,
            title="断头路",
            urgent=Urgent(document="淮海办函〔2026〕9号", reason="另议。"),
        ),
    )

    def revision() -> int:
        return get_session(office, league, session).line.revision

    clerk = replace(office, authority="宿州市政府办公室", evidence="宿办函〔2026〕1号")
    for party in get_session(office, league, session).parties:
        said = PositionDraft(member=party, stance=Stance.CONSENT)
        docket.take_position(clerk, league, item, 1, said)
    sitting.open_session(office, league, session, revision(), Opening())
    for one in get_session(office, league, session).items:
        ours = one.item.id == item
        disposal = Disposal(
            outcome=Outcome.DECIDED if ours else Outcome.NOTED,
            words="知悉。",
            delivery=Carried(principle_only=ours),
        )
        sitting.dispose(office, league, one.item.id, one.item.revision, disposal)
    closing.close_session(office, league, session, revision())
    made = drafting.draft_agreement(office, league, session)
    agreement_rounds.circulate(office, league, made, 1)
    return made


def _circular(office: Actor, league: str) -> UUID:
    """Send a circular of a group to every city."""
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    made = circular_drafting.draft_beside(
        office, league, "group-transport", half, "请知悉。"
    )
    circular_drafting.freeze(office, league, made, 1)
    sending.send(office, league, made, 2)
    return made


def code_of(league: str, city: str) -> str:
    """Give the code by which card files name the institution of a city."""
    return f"0{CLEARED[league].index(city) + 1}"


def _clear(league: str, cities: tuple[str, ...], folder: Path) -> None:
    """Publish a window in which each city owes the last one, with two rows in doubt."""
    office = office_of(league)
    operator, approver = (
        replace(office, person=f"test:{role}:{league}", roles=frozenset({role}))
        for role in (Role.CLEARING_OPERATOR, Role.APPROVER)
    )
    windows.open_window(operator, league, WindowDraft(slug=WINDOW, expected={}))
    for city in cities:
        draft = InstitutionDraft(
            slug=f"{city}-card",
            name=Bilingual("市民卡公司", "City Card Company"),
            party=city,
            categories=("transit",),
        )
        participants.add_institution(operator, league, draft)
        participants.activate_institution(
            approver, league, draft.slug, date(2026, 11, 1)
        )
        codes.give_code(operator, league, draft.slug, code_of(league, city))
        rows = [TAPS]
        for number, card in (("1", "a"), ("2", "b"), ("3", "b")):
            at = f"{WINDOW}T08:00:00+08:00"
            rows.append(
                f"{city}-{number},{city}-card,{cities[-1]}-card,{city}-{card},1,bus,"
                f"purchase,,200,{at}"
            )
        place = folder / f"{league}.csv"
        place.write_text("\n".join(rows) + "\n", encoding="utf-8")
        stated = windows.Stated(name=f"{city}-card_1.csv", window=WINDOW)
        windows.register_file(operator, league, place, stated)
    stopped = folder / "stopped.csv"
    stopped.write_text(
        "card,from,to\nlost,2026-11-01T00:00:00+08:00,\n", encoding="utf-8"
    )
    screening.bring_list(operator, league, "denylist", stopped, stopped.name)
    sealing.seal_window(operator, league, WINDOW)
    running.run_batch(operator, league, WINDOW)
    publishing.approve(approver, league, WINDOW)
    for event in OutboxEvent.objects.filter(name="clearing.RowsSuspended"):
        if event.content["league"] == league:
            clearing_cases.follow_suspended_rows(office, event.content)


def _cleared(liaison: Actor, league: str, member: str) -> dict[str, Any]:
    third = CLEARED[league][-1]
    draft = DisputeDraft(
        window=WINDOW, party=member, against=third, amount_fen=100, words="请核对。"
    )
    paper = Upload(name="对账明细.pdf", content=b"%PDF-1.4\n%%EOF\n")
    case = disputes.open_dispute(liaison, league, draft, paper)
    line = case_reads.get_case(liaison, league, str(case), AT.date())
    row = CaseRow.objects.filter(league=league, acquirer=f"{member}-card")[0]
    return {
        "third": third,
        "window": WINDOW,
        "institution": f"{member}-card",
        "code": code_of(league, member),
        "case": case,
        "paper": line.standing.events[0].file,
        "doubted": row.case,
        "row": row.content_hash,
    }


def _owned(league: str, member: str, unit: str, office: Actor) -> dict[str, Any]:
    liaison_id = _account(f"keeper-{member}", Role.CITY_LIAISON, league, member, None)
    link = passwords.make_link(SHELL, liaison_id)
    someone = account_reads.actor_of_account(liaison_id, league, AT)
    secret = key_for(liaison_id, *Scope)
    client = Client()
    sign_in(client, liaison_id)
    saved.keep_view(
        someone,
        ViewDraft(league=league, page="duties", name="本市", query="city=suzhou"),
    )
    calendar = keys.make_feed(someone, liaison_id, league, FeedScope.CITY, member)
    book = Workbook()
    content = BytesIO()
    book.save(content)
    brought = register.bring_register(
        office, league, Upload(name="名册.xlsx", content=content.getvalue())
    )
    asked = Duty.objects.get(league=league, key=f"series/{member}")
    evidence = Upload(name="回执.pdf", content=b"%PDF-1.4\n%%EOF\n")
    acts.record_evidence(
        someone,
        league,
        asked.pk,
        asked.revision,
        acts.Done(on=AT.date(), note="已报送。", file=evidence),
    )
    from hansa.duties.models import DutyEvent

    file = DutyEvent.objects.get(duty=asked, file_id__isnull=False).file_id
    account = Account.objects.get(pk=liaison_id)
    grant = account.grants.get()
    return {
        "file": file,
        "register": brought.id,
        "account": liaison_id,
        "grant": grant.pk,
        "key": ApiToken.objects.get(account=account).pk,
        "secret": secret,
        "session": SignIn.objects.get(account=account).pk,
        "view": SavedView.objects.get(account=account).pk,
        "feed": FeedToken.objects.get(account=account).pk,
        "feed_secret": calendar,
        "reset": link.secret,
    }
