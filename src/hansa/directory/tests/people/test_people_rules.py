"""What holds in the directory on a day, and which entries cannot be meant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.lengths import refuse_long
from hansa.directory.rules import entries
from hansa.directory.rules import people as rules
from hansa.directory.rules.register.names import Index, word_of, written_as
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Contact,
    Lack,
    Places,
    PostingDraft,
    PostingKind,
    PostingLine,
    SystemLack,
    SystemRecordLine,
    SystemStatus,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual

DAY = date(2026, 11, 24)
AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = Bilingual(zh="发展计划委员会", en="Planning Commission")
SECOND = Bilingual(zh="发展和改革委员会", en="Development and Reform Commission")


def posting(id_: str, **changed: object) -> PostingLine:
    """A focal point of Heze for all fields since 2025, changed as a case needs."""
    fields: dict[str, object] = {
        "id": id_,
        "kind": PostingKind.FOCAL_POINT,
        "member": "heze",
        "person": f"person-{id_}",
        "title": Bilingual(zh="菏泽市联络员", en="Heze liaison"),
        "unit": None,
        "unit_name": None,
        "office": None,
        "body": None,
        "domain": None,
        "full_time": True,
        "delegated_by": None,
        "delegated_title": None,
        "from_on": date(2025, 1, 1),
        "to_on": None,
        "document": "",
        "file": None,
        "recorded_by": "test",
        "authority": "test",
        "evidence": None,
        "recorded_at": AT,
        "withdrawn_at": None,
    }
    return PostingLine(**{**fields, **changed})  # type: ignore[arg-type]  # fields of cases


def unit(id_: str, **changed: object) -> UnitLine:
    """A liaison body of Heze since 2020, changed as a case needs."""
    fields: dict[str, object] = {
        "id": id_,
        "member": "heze",
        "kind": UnitKind.LIAISON_BODY,
        "name": SECOND,
        "parent": None,
        "body": None,
        "domain": None,
        "contact": None,
        "opened_on": date(2020, 1, 1),
        "closed_on": None,
        "successor": None,
        "revision": 1,
    }
    return UnitLine(**{**fields, **changed})  # type: ignore[arg-type]  # fields of cases


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1990, 1, 1), FIRST),
        (date(2003, 3, 9), FIRST),
        (date(2003, 3, 10), SECOND),
        (date(2030, 1, 1), SECOND),
    ],
)
def test_name_on_a_day(day: date, name: Bilingual) -> None:
    """A unit bears its latest name; before its first day it bears its first."""
    later = [UnitNameLine(name=SECOND, from_on=date(2003, 3, 10))]
    assert rules.name_on(FIRST, later, day) == name


def test_end_as_it_was_known() -> None:
    """The latest word that had been said counts, else what was stated at first."""
    stated = date(2027, 1, 1)
    ends = [
        (AT + timedelta(days=1), date(2026, 6, 1)),
        (AT + timedelta(days=2), None),
    ]
    assert rules.end_known(stated, ends, AT) == stated
    assert rules.end_known(stated, ends, AT + timedelta(days=1)) == date(2026, 6, 1)
    assert rules.end_known(stated, ends, None) is None


def test_whoever_took_over_answers() -> None:
    """A closed unit is answered for by its successors, to the end of the line."""
    units = {
        "a": unit("a", closed_on=date(2022, 1, 1), successor="b"),
        "b": unit("b", closed_on=date(2024, 1, 1), successor="c"),
        "c": unit("c"),
        "d": unit("d", closed_on=date(2024, 1, 1)),
    }
    assert rules.standing(units, "a", date(2021, 1, 1)) == "a"
    assert rules.standing(units, "a", date(2023, 1, 1)) == "b"
    assert rules.standing(units, "a", DAY) == "c"
    assert rules.standing(units, "d", DAY) is None
    assert rules.standing(units, None, DAY) is None
    assert rules.standing(units, "a", date(2019, 1, 1)) is None


def test_circle_of_successors_ends() -> None:
    """Rows that point at each other all the same are looked at once."""
    units = {
        "a": unit("a", closed_on=date(2022, 1, 1), successor="b"),
        "b": unit("b", closed_on=date(2022, 1, 1), successor="a"),
    }
    assert rules.standing(units, "a", DAY) is None


def test_exact_field_comes_first() -> None:
    """Whoever answers for the field is chosen before whoever answers for all."""
    postings = [posting("all"), posting("transport", domain="transport")]
    chosen = rules.chosen_focal_point(postings, "heze", "transport", DAY)
    other = rules.chosen_focal_point(postings, "heze", "ecology", DAY)
    whole = rules.chosen_focal_point(postings, "heze", None, DAY)
    assert chosen is not None
    assert chosen.posting == "transport"
    assert other is not None
    assert other.posting == "all"
    assert whole is not None
    assert whole.posting == "all"


@pytest.mark.parametrize(
    "there",
    [
        [],
        [posting("other", member="jining")],
        [posting("nobody", person=None)],
        [posting("over", to_on=DAY)],
        [posting("later", from_on=DAY + timedelta(days=1))],
        [posting("leads", kind=PostingKind.LEAD)],
        [posting("field", domain="ecology")],
    ],
)
def test_vacancy(there: list[PostingLine]) -> None:
    """Nobody is chosen where nobody stands there on that day."""
    assert rules.chosen_focal_point(there, "heze", "transport", DAY) is None


def test_newcomer_in_a_handover() -> None:
    """While two overlap, the one who came later is turned to."""
    old, new = posting("old"), posting("new", from_on=date(2026, 11, 1))
    for order in ([old, new], [new, old]):
        chosen = rules.chosen_focal_point(order, "heze", None, DAY)
        assert chosen is not None
        assert chosen.posting == "new"


def test_gaps_of_cities() -> None:
    """A city lacks its liaison body, and a person for each field without one."""
    gaps = rules.focal_gaps(
        [unit("heze"), unit("shut", member="jining", closed_on=DAY)],
        [posting("t", domain="transport")],
        ("heze", "jining"),
        ("transport", "ecology"),
        DAY,
    )
    assert [(gap.member, gap.domain, gap.lack) for gap in gaps] == [
        ("heze", "ecology", Lack.PERSON),
        ("jining", None, Lack.LIAISON_BODY),
        ("jining", "transport", Lack.PERSON),
        ("jining", "ecology", Lack.PERSON),
    ]


def test_office_holder_for_a_body_first() -> None:
    """Who holds an office for the body asked comes before who holds it at large."""
    office = {"kind": PostingKind.OFFICE, "office": Office.VICE_MAYOR}
    there = [posting("a", **office), posting("b", body="group-transport", **office)]
    bound = rules.office_holder(
        there, "heze", Office.VICE_MAYOR, "group-transport", DAY
    )
    free = rules.office_holder(there, "heze", Office.VICE_MAYOR, "symposium", DAY)
    assert bound is not None
    assert bound.id == "b"
    assert free is not None
    assert free.id == "a"
    assert rules.office_holder(there, "heze", Office.MAYOR, None, DAY) is None


def test_delegate_of_a_person() -> None:
    """Whoever acts in somebody's place is found for the body, then for everything."""
    acts = {"kind": PostingKind.DELEGATION, "delegated_by": "mayor"}
    there = [posting("all", **acts), posting("one", body="symposium", **acts)]
    bound = rules.delegate(there, "mayor", "symposium", DAY)
    assert bound is not None
    assert bound.id == "one"
    assert rules.delegate(there, "somebody", None, DAY) is None


def test_two_in_one_office() -> None:
    """Two mayors at once are named; two vice-mayors are as it should be."""
    mayor = {"kind": PostingKind.OFFICE, "office": Office.MAYOR}
    vice = {"kind": PostingKind.OFFICE, "office": Office.VICE_MAYOR}
    there = [
        posting("a", **mayor),
        posting("b", **mayor),
        posting("c", to_on=DAY, **mayor),
        posting("d", **vice),
        posting("e", **vice),
    ]
    held = rules.held_twice(there, DAY)
    assert [[line.id for line in group] for group in held] == [["a", "b"]]


def test_what_a_system_lacks() -> None:
    """A system without record, owner, service level or status says which is missing."""
    assert rules.lacks_of(None) == (SystemLack.RECORD,)
    record = SystemRecordLine(
        owner=None,
        owner_name=None,
        service_level="",
        status=SystemStatus.RUNNING,
        address="",
        recorded_by="test",
        recorded_at=AT,
    )
    assert rules.lacks_of(record) == (SystemLack.OWNER, SystemLack.SERVICE_LEVEL)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("徐州市联络处", []),
        ("two\nlines", ["control-character"]),
        ("nul\0", ["control-character"]),
        ("half \ud800", ["control-character"]),
        ("to \u202eexe", ["control-character"]),
        ("x" * 11, ["too-long"]),
    ],
)
def test_words_that_cannot_be_kept(words: str, codes: list[str]) -> None:
    """A line of words is short enough, and all of it can be seen."""
    assert [found.code for found in entries.word_faults("name", words, 10)] == codes


@pytest.mark.parametrize("mail", ["a", "a@", "@b", "a@b, c@d", "a b@c", "<a@b>"])
def test_mail_that_reaches_nobody(mail: str) -> None:
    """A mail address is one address."""
    found = entries.contact_faults(Contact(phone="", mail=mail))
    assert [fault.code for fault in found] == ["mail-unreadable"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "example.org", "ftp://x"]
)
def test_address_that_is_no_page(address: str) -> None:
    """What becomes a link leads to the web and runs nothing."""
    found = entries.address_faults(address)
    assert [fault.code for fault in found] == ["address-unreadable"]


PLACES = Places(
    members={"heze": Bilingual(zh="菏泽", en="Heze")},
    bodies={"office": Bilingual(zh="协同发展办公室", en="Joint Office")},
    domains={"transport": Bilingual(zh="交通", en="Transport")},
)


def test_unknown_places_at_once() -> None:
    """City, body and field that the charter does not name come back together."""
    found = entries.place_faults(PLACES, "hezee", "ofice", "sport")
    assert [(fault.at.path, fault.code) for fault in found] == [
        ("member", "unknown-member"),
        ("body", "unknown-body"),
        ("domain", "unknown-domain"),
    ]
    assert not entries.place_faults(PLACES, "heze", "office", None)


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (PostingDraft(kind=PostingKind.FOCAL_POINT, from_on=DAY), {"person", "member"}),
        (
            PostingDraft(
                kind=PostingKind.OFFICE, member="heze", person="p", from_on=DAY
            ),
            {"office"},
        ),
        (
            PostingDraft(
                kind=PostingKind.SECONDMENT, member="heze", person="p", from_on=DAY
            ),
            {"body"},
        ),
        (PostingDraft(kind=PostingKind.LEAD, body="office", from_on=DAY), {"unit"}),
        (
            PostingDraft(
                kind=PostingKind.DELEGATION, person="p", delegated_by="p", from_on=DAY
            ),
            {"delegated_by"},
        ),
        (
            PostingDraft(
                kind=PostingKind.LEAD,
                body="office",
                unit="u",
                from_on=DAY,
                to_on=DAY,
            ),
            {"to_on"},
        ),
        (
            PostingDraft(
                kind=PostingKind.LEAD, body="office", unit="u", from_on=date(206, 1, 1)
            ),
            {"from_on"},
        ),
    ],
)
def test_postings_that_say_too_little(draft: PostingDraft, fields: set[str]) -> None:
    """Each kind of posting needs what it cannot be without, and ends after it begins."""
    assert {fault.at.path for fault in entries.posting_faults(draft)} == fields


def test_the_last_day_is_quoted_as_it_was_given() -> None:
    """Who writes 2026-01-01 as the last day reads that day, not the one after it."""
    draft = PostingDraft(
        kind=PostingKind.LEAD,
        body="office",
        unit="u",
        from_on=date(2026, 3, 1),
        to_on=date(2026, 1, 2),
    )
    (fault,) = entries.posting_faults(draft)
    assert fault.message.parameters["last"] == "2026-01-01"
    assert fault.message.parameters["start"] == "2026-03-01"


NAMES = st.text(st.characters(categories=["Lo", "Lu", "Nd"]), min_size=1, max_size=6)
OWNERS = st.sampled_from([None, "heze", "jining"])
CITIES = {
    "heze": Bilingual(zh="菏泽", en="Heze"),
    "jining": Bilingual(zh="济宁", en="Jining"),
}


@given(st.lists(st.tuples(OWNERS, NAMES), unique=True, max_size=8), OWNERS)
def test_a_written_name_is_found_again(
    entries_: list[tuple[str | None, str]], member: str | None
) -> None:
    """Each entry is written so that the row of any city finds it, and no other one."""
    index = Index(
        {"heze": "heze", "菏泽": "heze", "jining": "jining", "济宁": "jining"}
    )
    unique = {(owner, word_of(name)): name for owner, name in entries_}
    named = [
        (owner, Bilingual(zh=name, en=name), str(number))
        for number, ((owner, _), name) in enumerate(unique.items())
    ]
    for one in named:
        index.add(one)
    for one in named:
        assert index.find(written_as(index, CITIES, one, member), member) == (one[2],)


@pytest.mark.parametrize("none", ["\ufffe", "\uffff", "\ufdd0", "\U0010ffff"])
def test_a_character_that_is_none_is_in_no_word(none: str) -> None:
    """Commands and workbooks are no way around the doors; rare characters pass."""
    (found,) = entries.word_faults("name_zh", f"徐州{none}", 200)
    assert found.code == "control-character"
    with pytest.raises(Refused, match="words-unfit"):
        refuse_long("words-unfit", f"已办结{none}", 200)
    # Unicode gave it its character after Python's tables were made.
    assert entries.word_faults("name_zh", "\U0002ebf0", 200) == ()
