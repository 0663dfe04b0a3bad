"""In whose name acts were done, as an English reader is told."""

from dataclasses import replace

import pytest
from django.utils import translation

from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads.posts import Posts
from hansa.directory.rules.posts import in_english, offices_in, post_named
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping
from hansa.directory.terms.accounts import AccountDraft, GrantDraft
from hansa.directory.terms.people import PersonDetails, PersonDraft
from hansa.kernel.text import Bilingual

OFFICE = Bilingual("协同发展办公室", "Joint Office")
SECTION = Bilingual("综合组", "General Section")
KNOWN = {one.zh: one for one in (OFFICE, SECTION)}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("综合组", "General Section"),
        ("协同发展办公室综合组", "Joint Office, General Section"),
        ("协同发展办公室财务组", None),
        ("", None),
    ],
)
def test_a_section_is_found_behind_its_office(written: str, name: str | None) -> None:
    """One name, or two one after the other; what is not known stays as it is written."""
    found = post_named(written, KNOWN)
    assert (found.en if found else None) == name


def test_offices_of_a_city_are_known_however_they_are_written() -> None:
    """With the name of the city, with and without the word for city."""
    mayor = Bilingual("市长", "mayor")
    found = offices_in(Bilingual("徐州", "Xuzhou"), [mayor])
    assert found["徐州市长"].en == "Xuzhou mayor"
    assert found["徐州市市政府"].en == "Xuzhou government"


def test_a_title_without_english_says_whose_it_is() -> None:
    """The title stays, role and city follow it."""
    chinese = Bilingual("经办人一", "经办人一")
    assert in_english(chinese, "city liaison, Xuzhou").en == (
        "经办人一 (city liaison, Xuzhou)"
    )
    assert in_english(SECTION, "city liaison") == SECTION


def test_posts_are_named_in_the_language_of_the_reader(
    leagues: None, secretariat: Actor
) -> None:
    """A title of the directory, one without English, an office of a city, the clock."""
    shell = replace(secretariat, roles=OPERATOR_ROLES, league=None)
    for title in (
        Bilingual("徐州市联络员一", "Xuzhou liaison 1"),
        Bilingual("经办人九", ""),
    ):
        details = PersonDetails(title=title)
        draft = PersonDraft(member="xuzhou", details=details)
        person = people.add_person(secretariat, "huaihai", draft)
    account = keeping.make_account(shell, AccountDraft(username="nine", person=person))
    grants.give_role(
        shell,
        account,
        GrantDraft(role=Role.CITY_LIAISON, league="huaihai", member="xuzhou"),
    )
    posts = Posts(league="huaihai")
    with translation.override("zh-hans"):
        assert posts.name("经办人九") == "经办人九"
    said = {}
    with translation.override("en"):
        for written in ("徐州市联络员一", "经办人九", "徐州市市长", "某人"):
            name = posts.name(written)
            said[written] = name.en if isinstance(name, Bilingual) else name
    assert said == {
        "徐州市联络员一": "Xuzhou liaison 1",
        "经办人九": "经办人九 (city liaison, Xuzhou)",
        "徐州市市长": "Xuzhou mayor",
        "某人": "某人",
    }
