"""Checks ``governance.yaml``: rotation, groups, organs, tiers and the life of bodies."""

from pypinyin import Style, lazy_pinyin

from hansa.charter.terms import Index
from hansa.governance import terms
from hansa.governance.charter.dockets import check_docket
from hansa.governance.charter.participation import check_participation
from hansa.governance.terms import Body, BodyType, OrderClaim, Statute
from hansa.kernel.periods import parts_of
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark, text


def link_statute(statute: Statute, index: Index, log: Log) -> None:
    """Check rotation, groups, organs, tiers and sources of ``governance.yaml``."""
    _check_rotation(statute, index, log)
    _check_groups(statute, log)
    _check_bodies(statute, log)
    present = {body.type for body in statute.all_bodies()}
    for wanted in statute.required_types:
        if wanted not in present:
            log.error(
                "organ-missing",
                statute.rotation.at,
                mark("The league has no body of the type “{type}”."),
                mark("Add it to bodies: the text names it among the organs."),
                type=wanted.value,
            )
    _check_founding(statute, log)
    _check_task_levels(statute, log)
    check_participation(statute, log)


def _check_rotation(statute: Statute, index: Index, log: Log) -> None:
    rotation = statute.rotation
    members = index.agreement.members if index.agreement else ()
    for member in members:
        if member.id not in rotation.order:
            log.error(
                "rotation-incomplete",
                rotation.at,
                mark("{member} is a member and has no place in the rotation."),
                mark(
                    "Add it to order; a new member goes last unless agreed otherwise."
                ),
                member=member.name,
            )
    for id_ in {i for i in rotation.order if rotation.order.count(i) > 1}:
        log.error(
            "rotation-repeats",
            rotation.at,
            mark("“{member}” stands twice in the rotation."),
            mark("Keep it once."),
            member=id_,
        )
    if rotation.next is not None and rotation.next not in rotation.order:
        log.error(
            "rotation-stranger",
            rotation.at,
            mark("“{member}” is next in turn and has no place in the rotation."),
            mark("Choose one of: {order}."),
            member=rotation.next,
            order=tuple(rotation.order),
        )
    if rotation.claim is OrderClaim.PINYIN_INITIALS:
        _compare_with_alphabet(rotation, {m.id: m.name.zh for m in members}, log)


def _compare_with_alphabet(
    rotation: terms.Rotation, names: dict[str, str], log: Log
) -> None:
    """Compare the printed order with the two alphabets; it is never sorted by either.

    Source: GOV-11 of huaihai, reading A-03.
    """
    order = [names[id_] for id_ in rotation.order if id_ in names]
    if order != sorted(order, key=lambda name: "".join(initials(name))):
        log.warning(
            "order-not-by-initials",
            rotation.at,
            mark("The printed order is not alphabetical by pinyin initials."),
            mark("Compare it with the text; the printed order is normative."),
        )
        return
    by_pinyin = sorted(order, key=lambda name: "".join(lazy_pinyin(name)))
    places = sum(a != b for a, b in zip(order, by_pinyin, strict=True))
    if places:
        log.note(
            "order-by-initials",
            rotation.at,
            mark(
                "The printed order is alphabetical by pinyin initials; sorted by full "
                "pinyin it would differ at {places} places. It stands as printed."
            ),
            mark("Nothing to do: the enumerated order is normative and never sorted."),
            places=places,
        )


def initials(name: str) -> list[str]:
    """Give the first letters of a name's syllables in pinyin: 连云港 is l, y, g."""
    return lazy_pinyin(name, style=Style.FIRST_LETTER)


def _check_founding(statute: Statute, log: Log) -> None:
    session = statute.founding_session
    if session is None:
        return
    if session.end <= session.start:
        log.error(
            "empty-period",
            session.at,
            mark("The session ends on {end}, not after it starts on {start}."),
            mark("Write the day after the last one as its end."),
            start=session.start.isoformat(),
            end=session.end.isoformat(),
        )
    meetings = {
        (body.id, cadence.level)
        for body in statute.all_bodies()
        for cadence in body.cadences
        if cadence.kind is terms.EntryKind.MEETING
    }
    if (session.body, session.level) not in meetings:
        log.error(
            "session-without-cadence",
            session.at,
            mark("“{body}” holds no meeting at the level of its first session."),
            mark("Name a body with a meeting cadence, at a level it has."),
            body=session.body,
        )


def _check_task_levels(statute: Statute, log: Log) -> None:
    for level in statute.task_levels:
        if not level.tasks and level.gap is None:
            log.error(
                "level-without-tasks",
                level.at,
                mark("The level “{level}” has neither tasks nor a gap."),
                mark("List its tasks, or name the gap that says they are not printed."),
                level=level.name,
            )


def _check_groups(statute: Statute, log: Log) -> None:
    groups = statute.groups
    if groups is None or groups.declared is None:
        return
    listed = sum(line.dissolved_on is None for line in groups.list)
    if groups.declared != listed:
        log.error(
            "count-differs",
            groups.at,
            mark("{what}: {declared} declared, {listed} listed."),
            mark("Correct the count or the list, whichever differs from the text."),
            what=text("working groups"),
            declared=groups.declared,
            listed=listed,
        )


def _check_bodies(statute: Statute, log: Log) -> None:
    bodies = statute.all_bodies()
    parents = {body.id: body.parent for body in bodies}
    heads = [
        b for b in bodies if b.parent is None and b.type is not BodyType.PREDECESSOR
    ]
    for body in heads[1:]:
        log.error(
            "body-without-parent",
            body.at,
            mark("“{body}” has no parent, and only the highest body may have none."),
            mark("Name the body it answers to."),
            body=body.name,
        )
    _check_succession(bodies, log)
    _note_first_periods(statute, bodies, log)
    for body in bodies:
        if _is_its_own_ancestor(body.id, parents):
            log.error(
                "body-circle",
                body.at,
                mark("“{body}” stands above itself."),
                mark("Correct its parent."),
                body=body.name,
            )
        _check_life(body, log)
        _check_followers(body, log)
        _check_location(body, log)
        _check_months(body, log)
        check_docket(body, bodies, log)


def _is_its_own_ancestor(id_: str, parents: dict[str, str | None]) -> bool:
    seen, above = {id_}, parents.get(id_)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == id_


def _note_first_periods(statute: Statute, bodies: tuple[Body, ...], log: Log) -> None:
    """Say from when a body founded within a period owes what its cadence asks for."""
    for body in bodies:
        began = body.established_on
        if began is None or (statute.cadences_from or began.year) > began.year:
            continue
        parts = [c.every for c in body.cadences if c.month is None]
        late = [
            period
            for part in parts
            for period in parts_of(began.year, part.value)
            if period.start < began < period.end
        ]
        if late:
            log.note(
                "first-period-later",
                body.at,
                mark(
                    "“{body}” begins on {began}, within a period; the meetings and "
                    "circulars of that period are not asked for, the next ones from "
                    "{after} on."
                ),
                mark(
                    "If they are owed all the same, let it begin with the period: {start}."
                ),
                body=body.name,
                began=began.isoformat(),
                after=max(period.end for period in late).isoformat(),
                start=min(period.start for period in late).isoformat(),
            )


def _check_succession(bodies: tuple[Body, ...], log: Log) -> None:
    by_id = {body.id: body for body in bodies}
    for body in bodies:
        former = by_id.get(body.succeeds or "")
        if former is None or former.dissolved_on is None or body.established_on is None:
            continue
        if body.established_on < former.dissolved_on:
            log.error(
                "overlapping-terms",
                body.at,
                mark(
                    "“{body}” begins on {begins}, while “{former}”, which it replaces, "
                    "lasts until {ends}."
                ),
                mark("Let the former end on the day the new one begins, or earlier."),
                body=body.name,
                former=former.name,
                begins=body.established_on.isoformat(),
                ends=former.dissolved_on.isoformat(),
            )


def _check_life(body: Body, log: Log) -> None:
    began, ended = body.established_on, body.dissolved_on
    if began and ended and ended <= began:
        log.error(
            "empty-period",
            body.at,
            mark("“{body}” ends on {end}, not after it starts on {start}."),
            mark("Correct one of the two days."),
            body=body.name,
            start=began.isoformat(),
            end=ended.isoformat(),
        )


def _check_followers(body: Body, log: Log) -> None:
    if body.followed_by and (body.dissolved_on is None or body.id in body.followed_by):
        log.error(
            "followed-alive",
            body.at,
            mark("“{body}” is followed by others and does not end, or follows itself."),
            mark("Give the day on which it ends, and the bodies that take over."),
            body=body.name,
        )


def _check_location(body: Body, log: Log) -> None:
    """Refuse an office that moves with the turn. Source: GOV-13 of huaihai."""
    if body.location is not None and body.location.rotates:
        log.error(
            "location-rotates",
            body.at,
            mark(
                "“{body}” has its place with “{unit}” (clauses {clauses}); it does not "
                "move with the turn."
            ),
            mark("Remove rotates; only the host changes from year to year."),
            body=body.name,
            unit=body.location.unit,
            clauses=tuple(body.location.clauses),
        )


def _check_months(body: Body, log: Log) -> None:
    for cadence in body.cadences:
        if cadence.month is not None and cadence.every is not terms.Every.YEAR:
            log.error(
                "month-outside-year",
                cadence.at,
                mark("A month can only bind what repeats every year."),
                mark("Remove the month, or write every: year."),
            )
