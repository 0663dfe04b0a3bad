"""A liaison hands on, units return, the liaison makes one answer; no word is lost."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.language import ENGLISH, render
from hansa.chassis.models import StoredFile
from hansa.duties.models import Duty as DutyRow
from hansa.duties.reads import duties as reads
from hansa.duties.reads import parts as part_reads
from hansa.duties.reads.inboxes import count_waiting, inbox
from hansa.duties.services import acts, handing
from hansa.duties.services.acts import Done
from hansa.duties.services.handing import Handing, Return
from hansa.duties.terms.duties import DutyState, EventKind, Inbox, Part
from hansa.duties.tests.conftest import (
    OFFICE,
    TODAY,
    City,
    Enter,
    House,
    Place,
    actor,
    liaison,
    officer,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual
from hansa.site.files import shown_file

XUZHOU = liaison("xuzhou")
ANSWER = Done(on=TODAY, note="徐州市综合意见：无")


@pytest.fixture
def city(house: House) -> City:
    """Xuzhou and its units."""
    return house.cities["xuzhou"]


def hand_on(duty: UUID, *units: str, revision: int = 1) -> tuple[UUID, ...]:
    """Hand a duty on to some units."""
    asked = [Handing(unit=unit, words="请于周三前反馈") for unit in units]
    return handing.hand_on(XUZHOU, "huaihai", duty, revision, asked)


def parts(duty: UUID) -> tuple[Part, ...]:
    """The parts as the liaison sees them."""
    reckoning = reads.reckon("huaihai", TODAY)
    return reads.get_duty(XUZHOU, "huaihai", duty, reckoning).parts


def test_a_unit_reads_the_files_of_what_it_sees(city: City, place: Place) -> None:
    """Its own return; not another unit's, nor the papers of duties it has no part in."""
    duty = place()
    one, _ = hand_on(duty, city.bureau, city.other)
    bureau, commission = officer("xuzhou", city.bureau), officer("xuzhou", city.other)
    paper = Upload(name="意见.txt", content="第三条建议修改".encode())
    handing.return_part(bureau, "huaihai", one, 1, Return(file=paper))
    returned = parts(duty)[0].returned_file
    report = Upload(name="回复.txt", content="无".encode())
    acts.record_evidence(
        XUZHOU,
        "huaihai",
        place("other/xuzhou"),
        1,
        Done(on=TODAY, note="x", file=report),
    )
    unseen = StoredFile.objects.get(name="回复.txt").pk
    assert returned is not None
    assert shown_file(bureau, "huaihai", returned).id == returned
    assert shown_file(XUZHOU, "huaihai", returned).id == returned
    for who, file in ((commission, returned), (bureau, unseen)):
        with pytest.raises(Missing):
            shown_file(who, "huaihai", file)


def test_the_round_of_a_city(city: City, place: Place) -> None:
    """Handed on to two, signed for, returned by both, merged into one report."""
    duty = place()
    one, other = hand_on(duty, city.bureau, city.other)
    bureau, commission = officer("xuzhou", city.bureau), officer("xuzhou", city.other)
    handing.sign_part(bureau, "huaihai", one, 1)
    handing.return_part(bureau, "huaihai", one, 2, Return(words="交通局：无意见"))
    file = Upload(name="意见.txt", content="第三条建议修改".encode())
    handing.return_part(commission, "huaihai", other, 1, Return(file=file))
    reckoning = reads.reckon("huaihai", TODAY)
    assert [line.id for line in inbox(XUZHOU, "huaihai", reckoning).to_merge] == [duty]
    done = handing.merge(XUZHOU, "huaihai", duty, 5, [one, other], ANSWER)
    shown = reads.get_duty(OFFICE, "huaihai", duty, reckoning)
    assert shown.line.state is DutyState.DONE
    assert [event.kind for event in shown.events] == [
        EventKind.OPENED, EventKind.HANDED_ON, EventKind.HANDED_ON,
        EventKind.SIGNED_FOR, EventKind.RETURNED, EventKind.RETURNED,
        EventKind.MERGED, EventKind.EVIDENCE,
    ]  # fmt: skip
    assert shown.events[-1].number == done.number
    assert [part.returned_words for part in shown.parts] == ["交通局：无意见", ""]
    assert shown.parts[1].returned_file is not None
    assert inbox(XUZHOU, "huaihai", reckoning).to_merge == ()
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.service == "duties.merge"
    assert set(entry.objects) == {f"duty:{duty}", f"part:{one}", f"part:{other}"}


def test_a_part_is_called_by_its_unit(city: City, place: Place) -> None:
    """The journal names it so, and leads to the duty whoever may see that."""
    duty = place()
    (part,) = hand_on(duty, city.bureau)
    (titled,) = part_reads.titles_of(XUZHOU, "huaihai", [str(part)]).values()
    assert titled == (
        Bilingual("xuzhou交通运输局", "xuzhou department 交通运输局"),
        duty,
    )
    (elsewhere,) = part_reads.titles_of(
        liaison("heze"), "huaihai", [str(part)]
    ).values()
    assert elsewhere == (titled[0], None)


def test_a_unit_sees_its_part_and_no_other(city: City, place: Place) -> None:
    """The inbox has the part; the page of the duty has no other unit's words."""
    duty = place()
    one, other = hand_on(duty, city.bureau, city.other)
    handing.return_part(
        officer("xuzhou", city.other), "huaihai", other, 1, Return(words="内部意见")
    )
    bureau = officer("xuzhou", city.bureau)
    reckoning = reads.reckon("huaihai", TODAY)
    assert [part.id for part, _ in inbox(bureau, "huaihai", reckoning).parts] == [one]
    seen = reads.get_duty(bureau, "huaihai", duty, reckoning)
    assert [part.id for part in seen.parts] == [one]
    assert "内部意见" not in repr(seen)


def test_whom_it_is_owed_to_sees_nothing_of_the_inside(
    city: City, place: Place
) -> None:
    """Another city sees that it is owed, and not who works on it."""
    duty = place(owed_to="heze")
    hand_on(duty, city.bureau)
    reckoning = reads.reckon("huaihai", TODAY)
    seen = reads.get_duty(liaison("heze"), "huaihai", duty, reckoning)
    assert seen.parts == ()
    assert [event.kind for event in seen.events] == [EventKind.OPENED]


def test_a_unit_has_no_later_day_than_the_city(city: City, place: Place) -> None:
    """A unit's day after the duty's own is refused, unless that is past already."""
    duty, past = (
        place(),
        place("series/past", window=Period(date(2026, 9, 1), date(2026, 10, 1))),
    )

    def ask(asked: UUID, due_on: date) -> tuple[UUID, ...]:
        part = Handing(unit=city.bureau, due_on=due_on)
        return handing.hand_on(XUZHOU, "huaihai", asked, 1, [part])

    with pytest.raises(Refused, match="part-after-duty"):
        ask(duty, date(2026, 12, 1))
    assert parts(duty) == ()
    assert ask(duty, date(2026, 11, 30))
    assert ask(past, date(2026, 12, 1))


def test_two_liaisons_at_once(city: City, place: Place) -> None:
    """The second meets a conflict, whatever he did, and finds what the first wrote."""
    duty, second = place(), liaison("xuzhou", 2)
    (one,) = hand_on(duty, city.bureau)
    with pytest.raises(Conflict):
        hand_on(duty, city.other)
    handing.return_part(
        officer("xuzhou", city.bureau), "huaihai", one, 1, Return(words="无")
    )
    handing.merge(XUZHOU, "huaihai", duty, 3, [one], ANSWER)
    with pytest.raises(Conflict):
        handing.merge(second, "huaihai", duty, 3, [one], Done(on=TODAY, note="另一稿"))
    evidence = reads.get_duty(
        second, "huaihai", duty, reads.reckon("huaihai", TODAY)
    ).events[-1]
    assert evidence.note == ANSWER.note


def test_a_unit_that_writes_meanwhile_is_read_first(city: City, place: Place) -> None:
    """A signature or return makes the liaison's form stale, and is not merged unseen."""
    duty = place()
    one, other = hand_on(duty, city.bureau, city.other)
    handing.return_part(
        officer("xuzhou", city.bureau), "huaihai", one, 1, Return(words="一")
    )
    seen = DutyRow.objects.get(pk=duty).revision
    handing.return_part(
        officer("xuzhou", city.other), "huaihai", other, 1, Return(words="二")
    )
    with pytest.raises(Conflict):
        handing.merge(XUZHOU, "huaihai", duty, seen, [one], ANSWER)
    with pytest.raises(Conflict):
        acts.record_evidence(XUZHOU, "huaihai", duty, seen, ANSWER)
    handing.merge(XUZHOU, "huaihai", duty, seen + 1, [one], ANSWER)
    assert [part.returned_words for part in parts(duty)] == ["一", "二"]


def test_a_return_is_made_once(city: City, place: Place) -> None:
    """Sent twice, the second meets a conflict; signing twice changes nothing."""
    duty = place()
    (one,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    handing.sign_part(bureau, "huaihai", one, 1)
    handing.sign_part(bureau, "huaihai", one, 2)
    handing.return_part(bureau, "huaihai", one, 2, Return(words="无"))
    for revision in (2, 3):
        with pytest.raises(Conflict):
            handing.return_part(bureau, "huaihai", one, revision, Return(words="又"))
    assert parts(duty)[0].returned_words == "无"


def test_an_empty_return_is_refused(city: City, place: Place) -> None:
    """Words or a file."""
    (one,) = hand_on(place(), city.bureau)
    with pytest.raises(Refused):
        handing.return_part(
            officer("xuzhou", city.bureau), "huaihai", one, 1, Return(words=" ")
        )


def test_a_part_is_taken_back(city: City, place: Place) -> None:
    """The unit no longer sees it, is told so on returning it, and it can go out again."""
    duty = place()
    (one,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    handing.take_back(XUZHOU, "huaihai", one, 1)
    assert inbox(bureau, "huaihai", reads.reckon("huaihai", TODAY)).parts == ()
    with pytest.raises(Conflict, match="part-taken-back"):
        handing.return_part(bureau, "huaihai", one, 1, Return(words="无"))
    with pytest.raises(Conflict):
        handing.take_back(XUZHOU, "huaihai", one, 2)
    hand_on(duty, city.bureau, revision=3)


def test_only_units_of_the_city_that_stand_are_handed_to(
    house: House, city: City, place: Place
) -> None:
    """Another city's unit, an unknown one, none, and one that has a part are refused."""
    duty = place()
    wrong: tuple[tuple[list[str], str], ...] = (
        ([house.cities["heze"].bureau], "unit-not-of-city"),
        ([str(UUID(int=7))], "unit-not-of-city"),
        (["no-id"], "unit-not-of-city"),
        ([], "unit-missing"),
        ([city.bureau, city.bureau], "unit-has-part"),
    )
    for units, code in wrong:
        with pytest.raises(Refused) as refusal:
            hand_on(duty, *units)
        assert refusal.value.code == code
    hand_on(duty, city.bureau)
    with pytest.raises(Refused) as refusal:
        hand_on(duty, city.bureau, revision=2)
    assert refusal.value.code == "unit-has-part"


def test_who_may_hand_on_and_return(house: House, city: City, place: Place) -> None:
    """Only the city's liaison hands on and merges; only unit and city return."""
    duty = place()
    asked = [Handing(unit=city.bureau)]
    for who, error in (
        (OFFICE, Forbidden),
        (actor(Role.LEADER, "xuzhou"), Forbidden),
        (liaison("heze"), Missing),
        (actor(Role.PUBLIC), Missing),
    ):
        with pytest.raises(error):
            handing.hand_on(who, "huaihai", duty, 1, asked)
    (one,) = hand_on(duty, city.bureau)
    for who, error in (
        (OFFICE, Forbidden),
        (officer("xuzhou", city.other), Missing),
        (officer("heze", house.cities["heze"].bureau), Missing),
        (liaison("heze"), Missing),
    ):
        with pytest.raises(error):
            handing.return_part(who, "huaihai", one, 1, Return(words="x"))
        with pytest.raises(error):
            handing.sign_part(who, "huaihai", one, 1)
        with pytest.raises(error):
            handing.take_back(who, "huaihai", one, 1)
    with pytest.raises(Missing):
        handing.return_part(XUZHOU, "huaihai", uuid4(), 1, Return(words="x"))
    with pytest.raises(Missing):
        handing.return_part(XUZHOU, "changzhutan", one, 1, Return(words="x"))
    with pytest.raises(Forbidden):
        acts.record_evidence(officer("xuzhou", city.bureau), "huaihai", duty, 2, ANSWER)


def test_only_returns_of_the_duty_are_merged(city: City, place: Place) -> None:
    """A part of another duty, one not returned, or none at all is missing."""
    duty, other = place("one/a"), place("one/b")
    (one,) = hand_on(duty, city.bureau)
    (strange,) = hand_on(other, city.bureau)
    for chosen in ([one], [strange], [uuid4()], []):
        with pytest.raises(Missing):
            handing.merge(XUZHOU, "huaihai", duty, 2, chosen, ANSWER)


def test_a_return_is_reported_once(city: City, place: Place) -> None:
    """Merged again it makes no second report, which would outlive the first's return."""
    duty = place()
    one, two = hand_on(duty, city.bureau, city.other)

    def merge(*chosen: UUID) -> int:
        revision = DutyRow.objects.get(pk=duty).revision
        kept = handing.merge(XUZHOU, "huaihai", duty, revision, chosen, ANSWER)
        return kept.number

    def give_back(part: UUID, unit: str) -> None:
        given = Return(words="无意见")
        handing.return_part(officer("xuzhou", unit), "huaihai", part, 1, given)

    give_back(one, city.bureau)
    first = merge(one)
    with pytest.raises(Conflict, match="returns-merged"):
        merge(one)
    revision = DutyRow.objects.get(pk=duty).revision
    acts.return_evidence(OFFICE, "huaihai", duty, revision, first, "缺盖章件")
    assert DutyRow.objects.get(pk=duty).done_on is None
    merge(one)
    give_back(two, city.other)
    merge(one, two)
    for again in ([one], [two], [two, one]):
        with pytest.raises(Conflict, match="returns-merged"):
            merge(*again)


def test_a_part_has_a_day_of_its_own(city: City, place: Place) -> None:
    """The liaison may want it earlier than the duty is due."""
    duty = place()
    asked = [Handing(unit=city.bureau, due_on=date(2026, 11, 26))]
    handing.hand_on(XUZHOU, "huaihai", duty, 1, asked)
    assert parts(duty)[0].due_on == date(2026, 11, 26)


def box(who: Actor) -> Inbox:
    """What waits for somebody today."""
    return inbox(who, "huaihai", reads.reckon("huaihai", TODAY))


def test_what_the_office_returned_stands_under_today(place: Place) -> None:
    """With the words, though its day is far off, until it is reported anew."""
    duty = place(window=Period(date(2026, 11, 1), date(2027, 1, 1)))
    reckoning = reads.reckon("huaihai", TODAY)
    acts.record_evidence(XUZHOU, "huaihai", duty, 1, ANSWER)
    assert box(XUZHOU).sent_back == ()
    acts.return_evidence(OFFICE, "huaihai", duty, 2, 1, "缺第三季度数字")
    found = box(XUZHOU)
    assert [(event.note, line.id) for event, line in found.sent_back] == [
        ("缺第三季度数字", duty)
    ]
    assert (found.today, found.next, found.total) == ((), (), 1)
    with translation.override(ENGLISH):
        said = render(found.sentence)
    assert said == "1 to do today: 1 sent back for completion"
    assert count_waiting(XUZHOU, "huaihai", reckoning) == 1
    acts.record_evidence(XUZHOU, "huaihai", duty, 3, ANSWER)
    assert (box(XUZHOU).sent_back, box(XUZHOU).total) == ((), 0)
    assert count_waiting(XUZHOU, "huaihai", reckoning) == 0


def test_what_units_returned_counts(city: City, place: Place) -> None:
    """The liaison has to report it today, though nothing else presses."""
    duty = place(window=Period(date(2026, 11, 1), date(2027, 1, 1)))
    (part,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    reckoning = reads.reckon("huaihai", TODAY)
    assert count_waiting(bureau, "huaihai", reckoning) == 1
    handing.return_part(bureau, "huaihai", part, 1, Return(words="无意见"))
    assert count_waiting(bureau, "huaihai", reckoning) == 0
    assert [line.id for line in box(XUZHOU).to_merge] == [duty]
    with translation.override(ENGLISH):
        said = render(box(XUZHOU).sentence)
    assert said == "1 to do today: 1 returned by your units, to be reported"
    assert count_waiting(XUZHOU, "huaihai", reckoning) == 1


def test_a_return_is_sent_back_to_its_unit(city: City, place: Place) -> None:
    """The unit has its part again with what it lacks, and loses no word of its own."""
    duty = place()
    (part,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    with pytest.raises(Conflict):
        handing.send_part_back(XUZHOU, "huaihai", part, 1, "缺日期")
    handing.return_part(bureau, "huaihai", part, 1, Return(words="无意见"))
    with pytest.raises(Forbidden):
        handing.send_part_back(bureau, "huaihai", part, 2, "缺日期")
    with pytest.raises(Refused):
        handing.send_part_back(XUZHOU, "huaihai", part, 2, " ")
    handing.send_part_back(XUZHOU, "huaihai", part, 2, "缺日期")
    assert box(XUZHOU).to_merge == ()
    ((again, line),) = box(bureau).parts
    assert (again.id, again.sent_back_words, line.id) == (part, "缺日期", duty)
    assert again.returned_words == "无意见"
    handing.return_part(
        bureau, "huaihai", part, 3, Return(words="十一月二十日，无意见")
    )
    assert box(bureau).parts == ()
    shown = reads.get_duty(XUZHOU, "huaihai", duty, reads.reckon("huaihai", TODAY))
    told = [(e.kind, e.note) for e in shown.events if e.note and e.number > 1]
    assert told == [
        (EventKind.RETURNED, "无意见"),
        (EventKind.PART_SENT_BACK, "缺日期"),
        (EventKind.RETURNED, "十一月二十日，无意见"),
    ]
    assert shown.parts[0].sent_back_words == ""


def test_a_return_is_sent_back_on_the_page(
    city: City, place: Place, enter: Enter
) -> None:
    """The liaison writes what is to be completed; the unit reads it on its to-do."""
    duty = place()
    (part,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    handing.return_part(bureau, "huaihai", part, 1, Return(words="无意见"))
    page = enter(Role.CITY_LIAISON, "xuzhou")
    address = f"/huaihai/duties/{duty}/parts/{part}/send-back/"
    assert address in page.get(f"/huaihai/duties/{duty}/").content.decode()
    sent = page.post(address, {"revision": 2, "words": "缺日期"}, follow=True)
    assert "Sent back to the unit for completion." in sent.content.decode()
    todo = enter(Role.UNIT_OFFICER, "xuzhou", city.bureau).get("/huaihai/duties/todo/")
    shown = todo.content.decode()
    assert "1 to do today: 1 handed on to your unit" in shown
    assert "缺日期" in shown
    assert "in all" not in shown


def test_a_return_is_sent_back_by_a_program(
    city: City, place: Place, program: Enter
) -> None:
    """The part comes back with what it lacks."""
    duty = place()
    (part,) = hand_on(duty, city.bureau)
    bureau = officer("xuzhou", city.bureau)
    handing.return_part(bureau, "huaihai", part, 1, Return(words="二十日"))
    answer = program(Role.CITY_LIAISON, "xuzhou").post(
        f"/api/v1/leagues/huaihai/duties/{duty}/parts/{part}/objections",
        {"revision": 2, "words": "再补"},
        content_type="application/json",
    )
    assert answer.json()["parts"][0]["sent_back_words"] == "再补"
