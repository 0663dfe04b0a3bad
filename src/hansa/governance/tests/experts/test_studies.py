"""The register of studies: asked, delivered, and used in decisions."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hansa.chassis.actor import Role
from hansa.chassis.files import Upload
from hansa.chassis.models import JournalEntry
from hansa.governance.reads import studies as reads
from hansa.governance.rules import studies as rules
from hansa.governance.services import studies as services
from hansa.governance.services.sessions import sitting
from hansa.governance.terms.dockets import Delivery, Disposal, Outcome
from hansa.governance.terms.studies import Deliverable, StudyDraft, StudyState
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

BEGUN, DONE, DAY = date(2025, 3, 1), date(2025, 9, 1), date(2026, 11, 24)
pytestmark = pytest.mark.usefixtures("leagues")


def study(day: date = DAY, **stated: Any) -> UUID:
    """Enter one study."""
    named = {"question": "断头路成因", "commissioner": "办公室", "begun_on": BEGUN}
    draft = StudyDraft(**{**named, **stated})
    return services.add_study(scene.office(day), "huaihai", draft)


def finish(id_: UUID, revision: int = 1, on: date = DONE) -> None:
    """Record what a study delivered."""
    delivered = Deliverable(finished_on=on, document="课题成果〔2025〕1号")
    services.finish_study(scene.office(DAY), "huaihai", id_, revision, delivered, None)


def decided(words: str, day: date = date(2026, 11, 20)) -> UUID:
    """Close a session of a group with one decision."""
    session = scene.convene("group-industry", day, ad_hoc=True)
    item = scene.put(session, "断头路建设", class_id="difficulty")
    scene.open_(session)
    office, revision = scene.office(day), scene.item_of(item).revision
    disposal = Disposal(
        outcome=Outcome.DECIDED, words=words, delivery=Delivery(principle_only=True)
    )
    sitting.dispose(office, "huaihai", item, revision, disposal)
    for one in scene.sheet(session).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.close(session)
    return item


def look(id_: UUID, day: date = DAY) -> Any:
    """Look at a study on a day."""
    return reads.get_study(scene.office(day), "huaihai", id_)


@pytest.mark.row("H-GOV-23")
def test_a_decision_that_cites_a_study_is_its_use_and_none_is_told_of() -> None:
    """S-1 is cited and used; S-2 was finished a year ago and served nothing."""
    first, second = study(), study()
    finish(first)
    finish(second)
    decision = decided("会议同意按课题S-1提出的时序推进。")
    used, unused = look(first), look(second)
    assert (used.code, used.state) == ("S-1", StudyState.USED)
    (use,) = used.uses
    assert (use.decision, use.cited, use.linked) == (decision, True, False)
    assert (unused.code, unused.state, unused.uses) == ("S-2", StudyState.UNUSED, ())
    told = reads.list_studies(scene.office(DAY), "huaihai", StudyState.UNUSED)
    assert [one.id for one in told] == [second]
    assert look(second, date(2026, 8, 31)).state is StudyState.FINISHED
    assert look(second, date(2026, 9, 1)).state is StudyState.UNUSED


def test_a_link_counts_as_use_and_can_be_withdrawn() -> None:
    """A decision that does not name the study is linked by hand, once."""
    id_, decision = study(), decided("会议同意推进。")
    office = scene.office(DAY)
    finish(id_)
    services.link_study(office, "huaihai", id_, decision, "采用建设时序。")
    (use,) = look(id_).uses
    assert (use.cited, use.linked, use.words) == (False, True, "采用建设时序。")
    with pytest.raises(Conflict, match="study-linked"):
        services.link_study(office, "huaihai", id_, decision, "")
    services.unlink_study(office, "huaihai", id_, decision)
    assert look(id_).state is StudyState.UNUSED
    with pytest.raises(Missing, match="decision-missing"):
        services.unlink_study(office, "huaihai", id_, decision)
    services.link_study(office, "huaihai", id_, decision, "")
    with pytest.raises(Missing, match="decision-missing"):
        services.link_study(office, "huaihai", id_, uuid4(), "")


def test_what_is_not_decided_yet_is_no_use() -> None:
    """An item of an open session cites a study, and nothing rests on it so far."""
    id_ = study()
    session = scene.convene("group-industry", date(2026, 11, 20), ad_hoc=True)
    item = scene.put(session, "按S-1推进", class_id="difficulty")
    assert look(id_).uses == ()
    with pytest.raises(Missing):
        services.link_study(scene.office(DAY), "huaihai", id_, item, "")


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("见课题S-1。", {1}),
        ("见Ｓ－１２和s-3", {12, 3}),
        ("S-1和S—2", {1, 2}),
        ("S-10", {10}),
        ("DS-1", set()),
        ("S-0", set()),
        ("S-1a", {1}),
        ("S-1234567890", set()),
        ("GS-S-1", set()),
        ("", set()),
    ],
)
def test_which_words_cite(words: str, cited: set[int]) -> None:
    """Full width or half, any dash; parts of other numbers cite nothing."""
    assert rules.cited_in(words) == cited


def test_a_year_after_the_29th_of_february() -> None:
    """A day without anniversary is reported on the first of March."""
    assert rules.unused_from(date(2024, 2, 29)) == date(2025, 3, 1)


def test_a_file_is_kept_with_the_study(settings: Any, tmp_path: Any) -> None:
    """A deliverable may be a file, which the journal attests; nothing at all is refused."""
    settings.HANSA_FILES = tmp_path
    id_, office = study(), scene.office(DAY)
    with pytest.raises(Refused, match="deliverable-missing"):
        services.finish_study(
            office, "huaihai", id_, 1, Deliverable(finished_on=DONE), None
        )
    paper = Upload(name="报告.pdf", content=b"%PDF-1.7\n%%EOF\n")
    services.finish_study(
        office, "huaihai", id_, 1, Deliverable(finished_on=DONE), paper
    )
    file = look(id_).file
    entry = JournalEntry.objects.order_by("-number")[0]
    assert any(str(file) in one for one in entry.objects_named)
    assert entry.authority == "secretariat"


def test_a_study_is_late_then_given_up() -> None:
    """Past its day it is overdue; given up it stays, and is neither linked nor finished."""
    id_, office = study(due_on=date(2026, 6, 30)), scene.office(DAY)
    assert look(id_).state is StudyState.LATE
    with pytest.raises(Refused, match="reason-missing"):
        services.give_up_study(office, "huaihai", id_, 1, DAY, " ")
    services.give_up_study(office, "huaihai", id_, 1, DAY, "承担单位撤销。")
    assert look(id_).state is StudyState.GIVEN_UP
    with pytest.raises(Conflict, match="study-given-up"):
        finish(id_, 2)
    other = study()
    finish(other)
    with pytest.raises(Conflict, match="study-finished"):
        services.give_up_study(office, "huaihai", other, 2, DAY, "终止。")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"question": " "}, "question-missing"),
        ({"question": "字" * 401}, "too-long"),
        ({"commissioner": ""}, "commissioner-missing"),
        ({"commissioner_member": "nanjing"}, "member-missing"),
        ({"due_on": date(2024, 1, 1)}, "runs-backwards"),
    ],
)
def test_a_study_is_entered_whole(stated: dict[str, Any], code: str) -> None:
    """What is missing, unknown or backwards is refused."""
    with pytest.raises((Refused, Missing)) as refused:
        study(**stated)
    assert refused.value.code == code
    assert reads.list_studies(scene.office(DAY), "huaihai") == ()


def test_days_of_a_study_lie_between_its_beginning_and_today() -> None:
    """Nothing is delivered tomorrow or before it began; the second writer is told."""
    id_ = study()
    for on in (date(2027, 1, 1), date(2025, 1, 1)):
        with pytest.raises(Refused, match="day-unlikely"):
            finish(id_, on=on)
    with pytest.raises(Conflict):
        finish(id_, revision=9)


def test_only_the_office_keeps_the_register() -> None:
    """Cities read it; the public and other leagues do not."""
    id_ = study()
    city = scene.at(actor(Role.CITY_LIAISON, "xuzhou"), DAY)
    assert reads.get_study(city, "huaihai", id_).number == 1
    with pytest.raises(Forbidden):
        services.link_study(city, "huaihai", id_, uuid4(), "")
    for stranger in (actor(Role.PUBLIC), scene.office(DAY, "changzhutan")):
        with pytest.raises(Forbidden):
            reads.list_studies(stranger, "huaihai")
    with pytest.raises(Missing):
        reads.find_study(city, "huaihai", "S-9")
    assert reads.find_study(city, "huaihai", "s-1").id == id_
