"""Writes the charter that neighbouring counties start from, under the league above."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from hansa.charter.charter.counties import clause_of, counties_of, refuse_apart
from hansa.charter.formats.draft import both, members_of, write_files
from hansa.charter.terms import Charter, County, Province


def write_child(
    at: Path, name: str, parent: Charter, counties: Sequence[str], today: date
) -> Path:
    """Write a charter folder for neighbouring counties of a league.

    Turn, calendar and office are as those of the cities, and its own: a yearly
    conference in November, a consultation in August, an office that does not move.

    Args:
        at: the folder in which the new folder is made.
        name: slug of the new charter, and of the folder.
        parent: the charter of the league above.
        counties: codes or Chinese names, at least two, in the order of their turns.
        today: it starts on the first day of this year.

    Returns:
        The folder written.

    Raises:
        Missing: the league has no such county.
        Refused: it lets no counties have bodies, no declared border joins them, or as
            ``write_charter``.
        Conflict: the folder is there already.

    Source: GOV-24 of huaihai.
    """
    agreement, geography = parent.agreement, parent.geography
    clause = clause_of(geography, agreement.name)
    assert geography is not None  # Without it there is no clause.
    named = counties_of(geography, counties)
    members = dict(zip(members_of([c.name.zh for c in named]), named, strict=True))
    refuse_apart(geography, named)
    start = date(today.year, 1, 1)
    homes = {member.id: member.province for member in agreement.members}
    above = {"league": agreement.league, "clause": clause}
    provinces = [
        province
        for province in agreement.provinces
        if province.id in {homes[county.member] for county in named}
    ]
    files = {
        "charter.yaml": _charter(name, above, members, provinces, homes, start),
        "clauses.yaml": _clauses(),
        "governance.yaml": _governance(members, start),
    }
    return write_files(at, name, files)


def _charter(
    name: str,
    above: Mapping[str, str],
    members: Mapping[str, County],
    provinces: Sequence[Province],
    homes: Mapping[str, str],
    start: date,
) -> str:
    listed = "\n".join(
        f"  - id: {id_}\n"
        f"    name: {both(county.name.zh, county.name.en)}\n"
        f'    division_code: "{county.code}"\n'
        f"    province: {homes[county.member]}"
        for id_, county in members.items()
    )
    used = "\n".join(
        f'  - {{id: {one.id}, name: {both(one.name.zh, one.name.en)}, code: "{one.code}"}}'
        for one in provinces
    )
    signed = ", ".join(members)
    title = "、".join(county.name.zh for county in members.values())
    english = " and ".join(county.name.en for county in members.values())
    holds = _("Which counties agreed, under which league, on what papers.")
    under = _("the league above, and the clause of it that allows this")
    return f"""\
# {holds}
league: {name}
name: {both(f"{title}毗邻合作机构", f"Cooperation of {english}")}
noun: {both("毗邻合作机构", "cooperation of counties")}
effective_from: {start}
in_service_since: null
parent: {{league: {above["league"]}, clause: {above["clause"]}}}   # {under}
declared: {{members: {len(members)}, provinces: {len(provinces)}}}
provinces:
{used}
members:
{listed}
instruments:
  - id: agreement
    kind: agreement
    title: {both("毗邻县区合作协议", "Cooperation agreement of the counties")}
    binding: true
    text_supplied: true
    signing: {{on: {start}, place: null, by: [{signed}]}}
domains:
  - {{id: mechanism, name: {both("合作机制", "Mechanism")}}}
layers:
  - {{id: decision, name: {both("决策层", "Decision")}}}
  - {{id: coordination, name: {both("协调层", "Coordination")}}}
  - {{id: execution, name: {both("执行层", "Execution")}}}
"""


CLAUSES = (
    ("联席会议每年11月召开一次", "年度联席会议", "Yearly joint conference"),
    ("由各县(市、区)轮流承办", "轮流承办", "The host rotates"),
    ("协商会议每年8月召开一次", "年度协商会议", "Yearly consultation"),
    ("设立合作办公室", "合作办公室", "A joint office"),
)


def _clauses() -> str:
    holds = _(
        "The words are those of a draft: put the words of your own agreement here."
    )
    rows = "".join(
        f"""\
  - id: GOV-{at:02d}
    kind: rule
    modality: must
    modality_word: null
    domain: mechanism
    document: agreement
    line: {at}
    phrase: {phrase}
    title: {both(zh, en)}
"""
        for at, (phrase, zh, en) in enumerate(CLAUSES, start=1)
    )
    return f"# {holds}\nclauses:\n{rows}"


def _governance(members: Mapping[str, County], start: date) -> str:
    order = ", ".join(members)
    first, county = next(iter(members.items()))
    government = both(f"{county.name.zh}人民政府", f"Government of {county.name.en}")
    holds = _("Who meets when, hosts and chairs: hosts and dates follow from it.")
    as_agreed = _("as agreed; never sorted")
    month = _("the month of the yearly meeting")
    stays = _("its place does not move with the host")
    return f"""\
# {holds}
rotation:
  name: {both("承办县区", "host county")}
  office: county-head
  clauses: [GOV-02]
  opens_on: {start}
  order: [{order}]   # {as_agreed}
bodies:
  - id: conference
    name: {both("毗邻县区联席会议", "Joint Conference of the Counties")}
    type: decision
    layer: decision
    established_on: {start}
    clauses: [GOV-01]
    seats:
      - {{office: county-head, count: 1}}
    cadences:
      - every: year
        month: 11                # {month}
        modality: must
        hosted: true
        chair: {{office: county-head}}
        clauses: [GOV-01, GOV-02]
  - id: consultation
    name: {both("毗邻县区协商会议", "Consultation of the Counties")}
    type: coordination
    layer: coordination
    parent: conference
    established_on: {start}
    clauses: [GOV-03]
    seats:
      - {{office: deputy-county-head, count: 1}}
    cadences:
      - every: year
        month: 8                 # {month}
        modality: must
        hosted: true
        chair: {{office: deputy-county-head}}
        clauses: [GOV-03]
  - id: office
    name: {both("毗邻县区合作办公室", "Joint Office of the Counties")}
    type: executive
    layer: execution
    parent: conference
    location: {{member: {first}, unit: {government}, clauses: [GOV-04]}}   # {stays}
    clauses: [GOV-04]
"""
