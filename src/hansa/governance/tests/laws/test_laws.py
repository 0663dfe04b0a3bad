"""Dossiers of joint legislation: drafts, corrections, rounds and results."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.models import JournalEntry
from hansa.governance.reads import laws as reads
from hansa.governance.services import studies
from hansa.governance.services.laws import agenda, drafting, results, rounds, table
from hansa.governance.terms.laws import (
    ArticleRef,
    DivergenceKind,
    LawAgenda,
    LawEnd,
    LawStance,
    LawState,
)
from hansa.governance.terms.studies import StudyDraft
from hansa.governance.tests import people
from hansa.governance.tests.laws import drafts
from hansa.governance.tests.laws.drafts import DAY, OFFICE, H
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused

pytestmark = pytest.mark.usefixtures("leagues")
DUE = DAY + timedelta(days=10)
END = LawEnd(on=DAY, document="联席会议纪要〔2026〕1号")


@pytest.fixture
def law(leagues: None) -> UUID:
    """A dossier with the three drafts as they were written apart."""
    law = drafts.enter()
    drafts.bring_all(law)
    return law


def states(law: UUID) -> tuple[LawState, int]:
    """Tell how a dossier stands, and how many divergences are open."""
    line = drafts.look(law)
    return line.state, line.open


def speak(law: UUID, member: str, key: str, stance: LawStance, words: str = "") -> None:
    """State a city's position."""
    rounds.state_position(drafts.liaison(member), H, law, member, key, stance, words)


def keys(law: UUID) -> list[str]:
    """List the divergences of a dossier."""
    rows = drafts.look(law).rows
    return [each.divergence.key for row in rows for each in row.weighed]


def let_all_differ(law: UUID, upto: int | None = None) -> None:
    """Let every city agree that divergences stay local differences."""
    rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "请各市表态。")
    for key in keys(law)[:upto]:
        for member in drafts.CITIES:
            speak(law, member, key, LawStance.LOCAL, "各市管理实际不同。")


def refused(code: str, kind: type[HansaError] = Refused) -> Any:
    """Expect a refusal by its code."""
    return pytest.raises(kind, match=code)


def test_nothing_is_harmonised_while_a_divergence_remains(law: UUID) -> None:
    """Refused with three open, then with one; declared at zero, and closed."""
    assert states(law) == (LawState.DIVERGING, 3)
    with refused("law-diverges"):
        results.harmonise(OFFICE, H, law, drafts.revision(law))
    with refused("law-inconcordant"):
        results.close_law(OFFICE, H, law, drafts.revision(law), END)
    let_all_differ(law, upto=2)
    assert states(law) == (LawState.DIVERGING, 1)
    with refused("law-diverges"):
        results.harmonise(OFFICE, H, law, drafts.revision(law))
    for member in drafts.CITIES:
        speak(law, member, keys(law)[2], LawStance.LOCAL, "罚款幅度依各省规定。")
    assert states(law) == (LawState.SETTLED, 0)
    with refused("law-elsewhere", Conflict):
        results.close_law(OFFICE, H, law, drafts.revision(law), END)
    results.harmonise(OFFICE, H, law, drafts.revision(law))
    assert reads.get_law(OFFICE, H, law).round is None
    results.close_law(OFFICE, H, law, drafts.revision(law), END)
    line = drafts.look(law)
    assert (line.state, line.closed_on, line.document) == (
        LawState.CLOSED,
        DAY,
        END.document,
    )
    assert (line.concordance.same, line.concordance.agreed) == (4, 4)


def test_texts_that_come_to_say_the_same_leave_nothing_open(law: UUID) -> None:
    """Once every city brings the same text in its own name, all of it is concordant."""
    line = drafts.look(law)
    assert (line.concordance.same, line.concordance.percent) == (4, "57.1")
    drafts.agree(law)
    line = drafts.look(law)
    assert (line.state, len(line.rows)) == (LawState.SETTLED, 7)
    assert (line.concordance.percent, line.concordance.whole) == ("100.0", True)
    versions = reads.get_law(OFFICE, H, law).versions
    assert [(one.member, one.number) for one in versions] == [
        *(("huaibei", 1), ("huaibei", 2), ("suzhou", 1), ("suzhou", 2)),
        ("xuzhou", 1),
    ]


def test_no_draft_changes_what_is_declared_harmonised(law: UUID) -> None:
    """It is reopened with the reason first, and then stands as its texts do."""
    drafts.agree(law)
    results.harmonise(OFFICE, H, law, drafts.revision(law))
    with refused("law-elsewhere", Conflict):
        drafts.bring(law, "huaibei", drafts.HUAIBEI)
    with refused("reason-missing"):
        results.reopen_law(OFFICE, H, law, drafts.revision(law), " ")
    results.reopen_law(OFFICE, H, law, drafts.revision(law), "省里另有规定。")
    drafts.bring(law, "huaibei", drafts.HUAIBEI)
    assert states(law) == (LawState.DIVERGING, 2)


def test_a_draft_is_awaited_from_every_city() -> None:
    """Two drafts that say the same are not harmonised while the third is awaited."""
    law = drafts.enter()
    drafts.bring(law, "xuzhou")
    assert drafts.look(law).rows == ()
    drafts.bring(law, "huaibei", drafts.XUZHOU.replace("徐州市", "淮北市"))
    assert states(law) == (LawState.DRAFTING, 0)
    with refused("drafts-awaited"):
        results.harmonise(OFFICE, H, law, drafts.revision(law))


def test_a_local_difference_takes_every_city_and_a_reason(law: UUID) -> None:
    """One city that keeps its text holds it open; a later word of it counts."""
    rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")
    key = keys(law)[0]
    with refused("reason-missing"):
        speak(law, "xuzhou", key, LawStance.LOCAL)
    for member in drafts.CITIES[:2]:
        speak(law, member, key, LawStance.LOCAL, "办理时限不同。")
    speak(law, "suzhou", key, LawStance.KEEP, "三十日符合省条例。")
    assert states(law) == (LawState.DIVERGING, 3)
    speak(law, "suzhou", key, LawStance.LOCAL, "同意保留。")
    assert states(law) == (LawState.DIVERGING, 2)
    one = drafts.look(law).rows[3].weighed[0]
    assert [said.member for said in one.positions] == list(drafts.CITIES)
    assert (one.agreed, one.awaited) == (True, ())


def test_a_position_falls_with_the_text_it_was_given_on(law: UUID) -> None:
    """Another version of one draft opens the divergence again; other rows keep theirs."""
    let_all_differ(law)
    assert states(law) == (LawState.SETTLED, 0)
    gone = keys(law)[0]
    drafts.bring(law, "huaibei", drafts.HUAIBEI.replace("15日", "二十日"))
    assert states(law) == (LawState.DIVERGING, 1)
    with refused("divergence-gone", Conflict):
        speak(law, "suzhou", gone, LawStance.KEEP, "三十日。")


def test_positions_are_stated_in_rounds_and_late_ones_are_taken(law: UUID) -> None:
    """No round, no position; a late one stands, and no other city is told."""
    key = keys(law)[0]
    with refused("round-missing", Conflict):
        speak(law, "xuzhou", key, LawStance.ADAPT)
    with refused("due-passed"):
        rounds.open_round(
            OFFICE, H, law, drafts.revision(law), DAY - timedelta(days=1), ""
        )
    rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")
    with refused("round-open", Conflict):
        rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")
    speak(law, "xuzhou", key, LawStance.ADAPT)
    later = people.actor(Role.CITY_LIAISON, "huaibei")
    after = Actor(
        person=later.person,
        authority=later.authority,
        member=later.member,
        roles=later.roles,
        at=later.at + timedelta(days=11),
        league=H,
    )
    words = "十五日可行。"
    rounds.state_position(after, H, law, "huaibei", key, LawStance.KEEP, words)
    said = drafts.look(law).rows[3].weighed[0].positions
    assert [(one.member, one.late) for one in said] == [
        ("xuzhou", False),
        ("huaibei", True),
    ]
    for who, told in (("huaibei", True), ("suzhou", False)):
        row = reads.get_law(drafts.liaison(who), H, law).line.rows[3]
        assert row.weighed[0].positions[1].late is told
    rounds.end_round(OFFICE, H, law, drafts.revision(law))
    with refused("round-missing", Conflict):
        rounds.end_round(OFFICE, H, law, drafts.revision(law))
    number = rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")
    assert number == 2
    speak(law, "huaibei", key, LawStance.ADAPT)
    said = drafts.look(law).rows[3].weighed[0].positions
    assert [(one.round, one.stance) for one in said] == [
        (1, LawStance.ADAPT),
        (2, LawStance.ADAPT),
    ]


def test_no_round_where_nothing_diverges(law: UUID) -> None:
    """There is nothing to ask about drafts that say the same."""
    drafts.agree(law)
    with refused("nothing-diverges"):
        rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")


def together(law: UUID, *refs: ArticleRef) -> bool:
    """Tell whether articles stand in one row."""
    return any(set(refs) <= set(row.row.refs) for row in drafts.look(law).rows)


def test_corrections_hold_over_new_versions_of_other_articles(law: UUID) -> None:
    """A pair by hand stays while its two texts do, and is idle once one is gone."""
    left, right = drafts.ref("xuzhou", "第五条"), drafts.ref("suzhou", "第五条")
    fine = drafts.ref("xuzhou", "第六条")
    assert together(law, fine, right)
    table.pair_articles(OFFICE, H, law, drafts.revision(law), left, right)
    assert together(law, left, right)
    assert not together(law, fine, right)
    drafts.bring(law, "suzhou", drafts.SUZHOU.replace("30日", "二十日"))
    assert together(law, left, right)
    drafts.bring(law, "suzhou", drafts.SUZHOU.replace("200元", "100元"))
    (fix,) = reads.get_law(OFFICE, H, law).fixes
    assert fix.idle
    drafts.bring(law, "suzhou", drafts.SUZHOU)
    assert together(law, left, right)


def test_what_is_parted_stands_alone_until_it_is_undone(law: UUID) -> None:
    """A parted article leaves its row; withdrawn corrections let the texts decide."""
    one, other = drafts.ref("huaibei", "第六条"), drafts.ref("xuzhou", "第六条")
    table.part_article(OFFICE, H, law, drafts.revision(law), one)
    assert not together(law, one, other)
    with refused("stands-alone"):
        table.part_article(OFFICE, H, law, drafts.revision(law), one)
    for fix in reads.get_law(OFFICE, H, law).fixes:
        table.undo_fix(OFFICE, H, law, drafts.revision(law), fix.id)
    assert together(law, one, other)
    with refused("fix-missing", Missing):
        table.undo_fix(OFFICE, H, law, drafts.revision(law), uuid4())


def test_the_later_of_two_corrections_holds(law: UUID) -> None:
    """A pair takes the place of a parting, and of a pair with another article."""
    one, other = drafts.ref("huaibei", "第六条"), drafts.ref("xuzhou", "第六条")
    third = drafts.ref("xuzhou", "第五条")
    table.part_article(OFFICE, H, law, drafts.revision(law), one)
    table.pair_articles(OFFICE, H, law, drafts.revision(law), one, other)
    assert together(law, one, other)
    table.pair_articles(OFFICE, H, law, drafts.revision(law), one, third)
    assert together(law, one, third)
    assert not together(law, one, other)
    with refused("same-draft"):
        table.pair_articles(OFFICE, H, law, drafts.revision(law), other, third)


def test_two_officers_correct_one_table(law: UUID) -> None:
    """Whoever comes second is told so, and nothing is overwritten."""
    seen = drafts.revision(law)
    left, right = drafts.ref("xuzhou", "第五条"), drafts.ref("suzhou", "第五条")
    table.pair_articles(OFFICE, H, law, seen, left, right)
    other = drafts.ref("huaibei", "第六条")
    with refused("session-changed", Conflict):
        table.part_article(drafts.liaison("huaibei"), H, law, seen, other)
    assert len(reads.get_law(OFFICE, H, law).fixes) == 1


def test_a_draft_follows_the_version_that_was_seen(law: UUID) -> None:
    """Two of one city bring a draft at once: the second is told; the same text is none."""
    words = drafts.HUAIBEI.replace("15日", "二十日")
    liaison = drafts.liaison("huaibei")
    drafting.bring_draft(liaison, H, law, "huaibei", 1, words)
    with refused("draft-came-since", Conflict):
        drafting.bring_draft(liaison, H, law, "huaibei", 1, drafts.HUAIBEI)
    with refused("nothing-changed", Conflict):
        drafting.bring_draft(liaison, H, law, "huaibei", 2, words)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("草案.txt", drafts.HUAIBEI.encode()),
        ("草案.txt", drafts.HUAIBEI.encode("gb18030")),
        ("草案.docx", b""),
    ],
)
def test_a_draft_is_read_from_a_file(name: str, content: bytes) -> None:
    """Plain text in either encoding and docx give the same articles; the file is kept."""
    law = drafts.enter()
    brought = Upload(name=name, content=content or drafts.docx(drafts.HUAIBEI))
    liaison = drafts.liaison("huaibei")
    drafting.bring_draft(liaison, H, law, "huaibei", 0, brought)
    (draft,) = drafts.look(law).drafts
    assert draft.text.title == "淮北市电动自行车停放管理条例"
    assert len(draft.text.articles) == 7
    assert draft.file is not None
    named = JournalEntry.objects.order_by("-number")[0].objects_named
    assert any(one.startswith(f"file:{draft.file}") for one in named)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("草案.pdf", b"%PDF-1.7", "file-kind-unknown"),
        ("草案.docx", b"PK", "file-unlike-its-name"),
        ("草案.txt", "没有条文".encode(), "articles-missing"),
    ],
)
def test_a_file_that_holds_no_draft_is_refused(
    name: str, content: bytes, code: str
) -> None:
    """Neither text nor docx, broken, or without articles: nothing is kept of it."""
    law = drafts.enter()
    with refused(code):
        drafting.bring_draft(
            drafts.liaison("huaibei"),
            H,
            law,
            "huaibei",
            0,
            Upload(name=name, content=content),
        )
    assert drafts.look(law).drafts == ()


def test_a_city_brings_and_speaks_for_itself_only(law: UUID) -> None:
    """Neither another city nor the office brings its draft or states its position."""
    rounds.open_round(OFFICE, H, law, drafts.revision(law), DUE, "")
    key = keys(law)[0]
    for actor in (
        OFFICE,
        drafts.liaison("suzhou"),
        people.actor(Role.LEADER, "huaibei"),
    ):
        with pytest.raises(Forbidden):
            drafting.bring_draft(actor, H, law, "huaibei", 1, drafts.XUZHOU)
        with pytest.raises(Forbidden):
            rounds.state_position(actor, H, law, "huaibei", key, LawStance.ADAPT, "")
    with refused("city-outside"):
        drafting.bring_draft(drafts.liaison("heze"), H, law, "heze", 0, drafts.XUZHOU)
    with pytest.raises(Forbidden):
        table.part_article(
            drafts.liaison("heze"),
            H,
            law,
            drafts.revision(law),
            drafts.ref("xuzhou", "第六条"),
        )


def test_who_keeps_the_agenda_and_who_sees_it(law: UUID) -> None:
    """The office keeps it, cities read it, and residents and other leagues do not."""
    city = drafts.liaison("heze")
    assert reads.get_law(city, H, law).line.code == "L-1"
    seen = drafts.revision(law)
    for act in (
        lambda: agenda.add_law(city, H, drafts.AGENDA),
        lambda: agenda.amend_law(city, H, law, seen, drafts.AGENDA),
        lambda: agenda.give_up_law(city, H, law, seen, DAY, "另议。"),
        lambda: rounds.open_round(city, H, law, seen, DUE, ""),
        lambda: rounds.end_round(city, H, law, seen),
        lambda: results.harmonise(city, H, law, seen),
        lambda: results.reopen_law(city, H, law, seen, "另议。"),
        lambda: results.close_law(city, H, law, seen, END),
        lambda: agenda.link_study(city, H, law, uuid4()),
        lambda: agenda.unlink_study(city, H, law, uuid4()),
    ):
        with pytest.raises(Forbidden):
            act()
    for stranger in (
        people.actor(Role.RESIDENT),
        people.actor(Role.SECRETARIAT, league="changzhutan"),
    ):
        with pytest.raises(Forbidden):
            reads.get_law(stranger, H, law)
    with refused("law-missing", Missing):
        reads.find_law(OFFICE, H, "L-9")
    assert reads.find_law(OFFICE, H, "l-1").line.id == law


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "title-missing"),
        ({"members": ("xuzhou",)}, "cities-too-few"),
        ({"lead": "heze"}, "cities-too-few"),
        ({"members": ("xuzhou", "nanjing")}, "member-missing"),
        ({"body": "parliament"}, "body-missing"),
        ({"title": "长" * 201}, "too-long"),
    ],
)
def test_a_rule_is_entered_whole(change: dict[str, object], code: str) -> None:
    """Title, body, cities and lead are there and known, or nothing is kept."""
    named = {
        name: getattr(drafts.AGENDA, name)
        for name in ("title", "body", "year", "lead", "members")
    }
    with pytest.raises(HansaError) as error:
        agenda.add_law(OFFICE, H, LawAgenda(**{**named, **change}))
    assert error.value.code == code
    assert reads.list_laws(OFFICE, H, reads.LawFilter()) == ()


def test_the_agenda_is_listed_amended_and_given_up(law: UUID) -> None:
    """Lists narrow by year, city and state; what is given up keeps its drafts."""
    other = agenda.add_law(
        OFFICE,
        H,
        LawAgenda(
            title="湖泊保护条例",
            body="legislative-conference",
            year=2027,
            lead="jining",
            members=("jining", "zaozhuang"),
        ),
    )

    def listed(**wanted: object) -> list[str]:
        found = reads.list_laws(OFFICE, H, reads.LawFilter(**wanted))  # type: ignore[arg-type]
        return [line.code for line in found]

    assert listed() == ["L-2", "L-1"]
    assert listed(year=2026) == ["L-1"]
    assert listed(member="jining") == ["L-2"]
    assert listed(state=LawState.DIVERGING) == ["L-1"]
    line = drafts.look(other)
    stated = LawAgenda(
        title="微山湖保护条例",
        body=line.agenda.body,
        year=2027,
        lead="zaozhuang",
        members=("zaozhuang", "jining", "xuzhou"),
    )
    agenda.amend_law(OFFICE, H, other, line.revision, stated)
    assert drafts.look(other).members == ("zaozhuang", "xuzhou", "jining")
    with refused("day-unlikely"):
        agenda.give_up_law(
            OFFICE, H, law, drafts.revision(law), date(2027, 1, 1), "改由省立法。"
        )
    agenda.give_up_law(OFFICE, H, law, drafts.revision(law), DAY, "改由省立法。")
    assert (drafts.look(law).state, len(drafts.look(law).drafts)) == (
        LawState.GIVEN_UP,
        3,
    )
    with refused("law-elsewhere", Conflict):
        agenda.give_up_law(OFFICE, H, law, drafts.revision(law), DAY, "改由省立法。")


@pytest.mark.row("H-GOV-27", part="studies feed joint legislation")
def test_studies_feed_a_dossier(law: UUID) -> None:
    """A study of the register is named once in a dossier, and taken out again."""
    study = studies.add_study(
        OFFICE,
        H,
        StudyDraft(
            question="停放规则比较", commissioner="协同发展办公室", begun_on=DAY
        ),
    )
    agenda.link_study(OFFICE, H, law, study)
    sheet = reads.get_law(OFFICE, H, law)
    assert sheet.studies == ((study, 1, "停放规则比较"),)
    with refused("law-study-linked", Conflict):
        agenda.link_study(OFFICE, H, law, study)
    agenda.unlink_study(OFFICE, H, law, study)
    assert reads.get_law(OFFICE, H, law).studies == ()
    for act in (agenda.unlink_study, agenda.link_study):
        with refused("study-missing", Missing):
            act(OFFICE, H, law, uuid4())


def test_every_act_is_in_the_journal(law: UUID) -> None:
    """Drafts, corrections, positions and results each leave an entry with the dossier."""
    let_all_differ(law)
    results.harmonise(OFFICE, H, law, drafts.revision(law))
    told = [
        entry.service
        for entry in JournalEntry.objects.order_by("number")
        if f"law:{law}" in entry.objects_named
    ]
    assert told == [
        "governance.add_law",
        *["governance.bring_law_draft"] * 3,
        "governance.open_law_round",
        *["governance.state_law_position"] * 9,
        "governance.harmonise_law",
    ]


def test_kinds_of_divergence_narrow_the_table(law: UUID) -> None:
    """Rows are shown by what is open in them, and agreed ones are left out."""
    line = drafts.look(law)
    assert [
        row.row.number for row in reads.rows_with(line, {DivergenceKind.MISSING})
    ] == [5]
    assert len(reads.rows_with(line, {DivergenceKind.QUANTITY})) == 2
    let_all_differ(law)
    assert reads.rows_with(drafts.look(law), set(DivergenceKind)) == ()
