"""What the search box finds of duties and notices, and for whom."""

from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.directory.services.behalf import act_for
from hansa.duties.models import Duty
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import notices as notice_reads
from hansa.duties.services import acts, handing, notices, requests
from hansa.duties.services.acts import Done
from hansa.duties.tests.conftest import (
    OFFICE,
    TODAY,
    House,
    Place,
    actor,
    liaison,
    officer,
)
from hansa.duties.tests.test_requests import MINUTES
from hansa.kernel.text import Bilingual

PROVIDERS = (duty_reads.search_documents, notice_reads.search_documents)


def found(words: str, *who: Actor) -> list[list[str]]:
    """The kinds of what each of some people finds, sorted."""
    search.rebuild("huaihai", PROVIDERS)
    return [
        sorted(hit.kind for hit in search.find(one, "huaihai", words, 20))
        for one in who
    ]


def test_the_papers_shown_for_a_duty_are_found(place: Place) -> None:
    """A number, reported or entered on behalf, leads to its duty until it is taken back."""
    clerk = act_for(OFFICE, "huaihai", "xuzhou", "徐州市政府", "临政办函〔2026〕8号")
    on_behalf, reported = place("series/a"), place("series/b")
    acts.record_evidence(
        clerk, "huaihai", on_behalf, 1, Done(on=TODAY, note="无意见。")
    )
    own = Done(on=TODAY, document="徐发改〔2026〕31号")
    kept = acts.record_evidence(liaison("xuzhou"), "huaihai", reported, 1, own)
    for words, duty in (("临政办函〔2026〕8号", on_behalf), ("徐发改", reported)):
        assert found(words, OFFICE, liaison("heze")) == [["duty"], []]
        (hit,) = search.find(OFFICE, "huaihai", words, 5)
        assert hit.key == str(duty)
    acts.withdraw_event(liaison("xuzhou"), "huaihai", reported, kept.number)
    assert found("徐发改", OFFICE) == [[]]


def test_duties_of_one_title_are_told_apart(house: House) -> None:
    """Each hit says whose it is; a notice is found by its kind, in either language."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    search.rebuild("huaihai", PROVIDERS)
    hits = search.find(OFFICE, "huaihai", MINUTES.title, 20)
    under = [hit.under for hit in hits if hit.kind == "duty"]
    assert len(under) == len(set(under)) > 1
    cities = {one.zh.partition(" ")[0] for one in under if isinstance(one, Bilingual)}
    assert {"临沂", "菏泽"} <= cities
    notices.remind(OFFICE, "huaihai", [Duty.objects.get(member="linyi").pk])
    assert found("提醒", OFFICE) == found("reminder", OFFICE) == [["notice"]]


def test_notices_are_found_by_whom_they_concern(house: House) -> None:
    """By number and matter: the office and the addressee; inside a city only the city."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    linyi, bureau = liaison("linyi"), house.cities["linyi"].bureau
    duty = Duty.objects.get(member="linyi")
    (line,) = notices.remind(OFFICE, "huaihai", [duty.pk])
    everybody = (
        OFFICE,
        linyi,
        liaison("heze"),
        officer("linyi", bureau),
        actor(Role.PUBLIC),
    )
    assert found(line.reference.zh, *everybody) == [["notice"], ["notice"], [], [], []]
    assert found(MINUTES.title, linyi, liaison("heze")) == [
        ["duty", "notice"],
        ["duty"],
    ]
    duty.refresh_from_db()
    part = handing.Handing(unit=bureau)
    handing.hand_on(linyi, "huaihai", duty.pk, duty.revision, [part])
    (inside,) = notices.urge(linyi, "huaihai", [duty.pk])
    assert found(inside.reference.zh, OFFICE, linyi, actor(Role.AUDITOR)) == [
        [],
        ["notice"],
        ["notice"],
    ]
