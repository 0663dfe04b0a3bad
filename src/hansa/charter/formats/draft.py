"""Writes the small commented charter that a new league starts from."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text

CITIES_LEAST = 2
SLUG_LONGEST = 60  # As the charter's own ids.
CITY_SLUG_LONGEST = 40  # Leaves room for a number behind it.
SUFFIXES = ("自治州", "地区", "市", "州")
NOTHING = "null"  # YAML reads this word as no value at all.


def write_charter(at: Path, name: str, cities: Sequence[str], today: date) -> Path:
    """Write a minimal charter folder that passes the check.

    Its comments are in the language in force.

    Args:
        at: the folder in which the new folder is made.
        name: slug of the league, and of the folder.
        cities: names of the members, at least two, in the order of their turns.
        today: the league starts on the first day of this year.

    Returns:
        The folder written.

    Raises:
        Refused: the slug is none, there are too few cities, or two of one name.
        Conflict: the folder is there already.
    """
    members = members_of(cities)
    start = date(today.year, 1, 1)
    files = {
        "charter.yaml": _charter(name, members, start),
        "clauses.yaml": _clauses(),
        "governance.yaml": _governance(members, start),
    }
    return write_files(at, name, files)


def write_files(at: Path, name: str, files: Mapping[str, str]) -> Path:
    """Write the files of a new charter into a folder of its own.

    Raises:
        Refused: the slug is none.
        Conflict: the folder is there already.
    """
    sound = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and name != NOTHING
    if not sound or len(name) > SLUG_LONGEST:
        raise Refused(
            "slug-wrong",
            text("“{name}” cannot name a league.", name=name),
            text("Use small letters, digits and hyphens, such as demo3."),
        )
    folder = at / name
    if folder.exists():
        raise Conflict(
            "folder-exists",
            text("There is already something at {folder}.", folder=str(folder)),
            text("Choose another name, or move it away."),
        )
    folder.mkdir(parents=True)
    for file, written in files.items():
        (folder / file).write_text(written, encoding="utf-8")
    return folder


def members_of(cities: Sequence[str]) -> dict[str, str]:
    """Give each city an id: its name in pinyin, or in small letters where it is Latin."""
    named = [city.strip() for city in cities if city.strip()]
    if len(named) < CITIES_LEAST or len(set(named)) != len(named):
        raise Refused(
            "cities-wrong",
            text("A league needs at least two different cities."),
            text("Name each once: --city 甲市 --city 乙市"),
        )
    members: dict[str, str] = {}
    for city in named:
        slug = re.sub(r"[^a-z0-9]+", "", "".join(lazy_pinyin(_short(city))).lower())
        slug = slug[:CITY_SLUG_LONGEST] if slug not in {"", NOTHING} else "city"
        number = 2
        unique = slug
        while unique in members:
            unique, number = f"{slug}-{number}", number + 1
        members[unique] = city
    return members


def _short(city: str) -> str:
    # 甲市 is 甲; a name that would be left empty keeps its ending.
    suffix = next((s for s in SUFFIXES if city.endswith(s) and city != s), "")
    return city.removesuffix(suffix)


def both(zh: str, en: str) -> str:
    """Write a name in both languages."""
    return f'{{zh: "{quoted(zh)}", en: "{quoted(en)}"}}'


def quoted(word: str) -> str:
    """Write what stands between double quotes."""
    return word.replace("\\", "\\\\").replace('"', '\\"')


def _charter(name: str, members: dict[str, str], start: date) -> str:
    lines = "\n".join(
        f"  - id: {id_}\n"
        f"    name: {both(city, id_.capitalize())}\n"
        f'    division_code: "{at:06d}"\n'
        f"    province: province"
        for at, (id_, city) in enumerate(members.items(), start=1)
    )
    signed = ", ".join(members)
    # Before the template: what stands inside an f-string is not gathered as a text.
    holds = _("Who agreed, on what papers, in which fields of cooperation.")
    own_name = _("the league's own name")
    takes_effect = _("the day this content takes effect")
    serves_from = _("null: duties count from the day it is first applied")
    counted = _("as the agreement counts them")
    placeholder = _("Put the real provinces and six-digit division codes here.")
    member_order = _("in the order used everywhere")
    papers = _("the papers that were signed")
    kinds = _("agreement, plan, rules, declaration or report")
    fields = _("fields of cooperation")
    tiers = _("tiers of the bodies, highest first")
    return f"""\
# {holds}
league: {name}
name: {both(name, name)}          # {own_name}
noun: {both("合作区域", "league")}
effective_from: {start}       # {takes_effect}
in_service_since: null           # {serves_from}
declared: {{members: {len(members)}, provinces: 1}}   # {counted}
provinces:
  # {placeholder}
  - {{id: province, name: {both("本省", "the province")}, code: "000000"}}
members:                         # {member_order}
{lines}
instruments:                     # {papers}
  - id: agreement
    kind: agreement              # {kinds}
    title: {both("合作协议", "Cooperation agreement")}
    binding: true
    text_supplied: true
    signing: {{on: {start}, place: {both("签署地", "place of signing")}, by: [{signed}]}}
domains:                         # {fields}
  - {{id: mechanism, name: {both("合作机制", "Mechanism")}}}
layers:                          # {tiers}
  - {{id: decision, name: {both("决策层", "Decision")}}}
  - {{id: execution, name: {both("执行层", "Execution")}}}
"""


def _clauses() -> str:
    holds = _("The clauses: one entry for each duty or statement of the text.")
    phrase = _("phrase: the words it rests on, at most 60 characters.")
    line = _("line: the line of the text where they stand.")
    modality = _("modality: how strongly it binds, one of these:")
    word = _("modality_word: the word of the text that says so, or null.")
    return f"""\
# {holds}
# {phrase}
# {line}
# {modality}
#   must, in-principle (原则上), gradual (逐步), strive (力争), explore (探索),
#   encourage (鼓励), conditional (适时, 可), none
# {word}
clauses:
  - id: GOV-01
    kind: rule
    modality: must
    modality_word: null
    domain: mechanism
    document: agreement
    line: 1
    phrase: 联席会议每年召开一次
    title: {both("年度联席会议", "Yearly joint conference")}
  - id: GOV-02
    kind: rule
    modality: must
    modality_word: null
    domain: mechanism
    document: agreement
    line: 2
    phrase: 由各市轮流承办
    title: {both("轮流承办", "The host rotates")}
  - id: GOV-03
    kind: rule
    modality: in-principle
    modality_word: 原则上
    domain: mechanism
    document: agreement
    line: 3
    phrase: 各专项小组原则上每半年会商一次
    title: {both("专项小组会商", "Group consultations")}
"""


def _governance(members: dict[str, str], start: date) -> str:
    order = ", ".join(members)
    holds = _("Who meets when, hosts and chairs: hosts and dates follow from it.")
    acts = _("who acts for the host")
    as_printed = _("as printed; never sorted")
    month = _("the month of the yearly meeting")
    hosted = _("the city in turn hosts it")
    groups = _("working groups; remove the whole part if there are none")
    return f"""\
# {holds}
rotation:
  name: {both("承办城市", "host city")}
  office: mayor                  # {acts}
  clauses: [GOV-02]
  opens_on: {start}
  order: [{order}]   # {as_printed}
bodies:
  - id: conference
    name: {both("联席会议", "Joint conference")}
    type: decision
    layer: decision
    established_on: {start}
    clauses: [GOV-01]
    seats:
      - {{office: mayor, count: 1}}
    cadences:
      - every: year
        month: 11                # {month}
        modality: must
        hosted: true             # {hosted}
        chair: {{office: mayor}}
        clauses: [GOV-01, GOV-02]
groups:                          # {groups}
  layer: execution
  parent: conference
  open_list: true
  established_on: {start}
  clauses: [GOV-03]
  cadences:
    - every: half
      modality: in-principle
      clauses: [GOV-03]
  list:
    - {{id: group-transport, name: {both("交通专项小组", "Transport group")}}}
"""
