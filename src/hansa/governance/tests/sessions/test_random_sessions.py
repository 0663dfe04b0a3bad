"""Random sessions: whatever anybody does in whatever order, three things stay true.

No item is lost, no decision stands twice in the minutes, and no right outlives its term.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.directory.reads.people import list_leads
from hansa.directory.services import people as directory
from hansa.directory.services.accounts import grants
from hansa.directory.terms.people import PostingDraft, PostingKind
from hansa.governance.models import DocketItem, Minutes
from hansa.governance.reads import handovers as handover_reads
from hansa.governance.services import handovers
from hansa.governance.services.minutes import drafting, publishing, rounds
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
)
from hansa.governance.terms.handovers import Side
from hansa.governance.terms.minutes import CommentDraft, CommentStance, Reply
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    LIVE,
    Move,
    Opening,
    PositionDraft,
    Progress,
    SessionDraft,
    SessionState,
)
from hansa.governance.tests.people import HUAIHAI, SHELL
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.ledger import (
    LIVING,
    Ledger,
    decisions_stand_once,
    no_item_is_lost,
)
from hansa.governance.tests.sessions.script_stage import (
    BODIES,
    CLASSES,
    ENDS,
    GROUP,
    HOSTS,
    LEADS,
    LIAISONS,
    NAMES,
    OFFICE,
    PASSES,
    Cast,
    H,
    Stage,
    Term,
    at,
    make_cast,
)
from hansa.kernel.errors import HansaError

CHAOS = os.environ.get("HANSA_CHAOS") == "1"

FEW = 3
ENDINGS = (Outcome.DECIDED, Outcome.DEFERRED, Outcome.NOTED)

anybody = st.sampled_from(NAMES)
which = st.integers(0, 30)
ahead = st.sampled_from((0, 1, 5, 20, 40))
size = settings(
    max_examples=1_000 if CHAOS else 50,
    stateful_step_count=50,
    deadline=None,
    database=None,
    derandomize=not CHAOS,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def cast(db: None, administrator: Actor) -> Cast:
    """Put the charter in force and make the accounts, once for all scripts."""
    return make_cast(administrator)


class Scripts(Stage):
    """Everybody tries everything, in whatever order."""

    # Time and terms.

    @rule(days=st.integers(1, 25))
    def days_pass(self, days: int) -> None:
        """Go on."""
        self.today = min(self.today + timedelta(days=days), ENDS)

    @rule(
        name=st.sampled_from((*LIAISONS, *LEADS)),
        after=ahead,
        length=st.none() | st.integers(1, 90),
    )
    def gives_role(self, name: str, after: int, length: int | None) -> None:
        """Appoint somebody from a day on, for some days or until further notice."""
        start = self.today + timedelta(days=after)
        end = start + timedelta(days=length) if length else None
        draft = self.cast.draft(name, start, end)
        shell = replace(SHELL, at=at(self.today))
        try:
            made = grants.give_role(shell, self.cast.ids[name], draft)
        except HansaError:
            return
        self.terms[name].append(Term(made, start, end))

    @rule(name=st.sampled_from((*LIAISONS, *LEADS)), number=which)
    def ends_role(self, name: str, number: int) -> None:
        """End an appointment before its day."""
        term = self.pick(self.terms[name], number)
        if term is not None:
            shell = replace(SHELL, at=at(self.today))
            grants.end_role(shell, self.cast.ids[name], term.grant)
            term.ended = True

    @rule(after=ahead)
    def another_unit_leads(self, after: int) -> None:
        """Let the other unit lead the group from a day on."""
        last, since = self.leads[-1]
        on = self.today + timedelta(days=after)
        if on <= since:
            return
        office = scene.office(self.today)
        (posting,) = list_leads(H, GROUP, since)
        directory.end_posting(office, H, posting.id, on)
        name = LEADS[1 - LEADS.index(last)]
        draft = PostingDraft(
            kind=PostingKind.LEAD,
            member="xuzhou" if name == "lead-one" else "linyi",
            unit=self.cast.units[name],
            body=GROUP,
            from_on=on,
        )
        directory.add_posting(office, H, draft)
        self.leads.append((name, on))

    # Sessions.

    @rule(name=anybody, body=st.sampled_from(BODIES), after=ahead, ad_hoc=st.booleans())
    def convene(self, name: str, body: str, after: int, ad_hoc: bool) -> None:
        """Convene a session; what waited for its body is on its docket."""
        day = self.today + timedelta(days=after)
        draft = SessionDraft(
            body=body,
            days=days_through(day, day),
            ad_hoc=ad_hoc,
            document="函1号",
            reason="因故。",
        )
        host = "" if body == GROUP else HOSTS[day.year]
        allowed = self.holds(name, body, host, day)
        made = self.tries(
            name, allowed, lambda actor: convening.convene(actor, H, draft)
        )
        if made is not None:
            self.convened.append(made)
            assert Ledger().waiting(body) == []

    @precondition(lambda self: len(self.sessions(*LIVE)) < FEW)
    @rule(
        body=st.sampled_from(BODIES),
        acts=st.lists(st.sampled_from(ItemAct), max_size=3),
    )
    def sit(self, body: str, acts: list[ItemAct]) -> None:
        """Let the office call a session for today, put what it takes, and open it."""
        office, days = self.actor(OFFICE), days_through(self.today, self.today)
        made = convening.convene(
            office, H, SessionDraft(body=body, days=days, ad_hoc=True)
        )
        self.convened.append(made)
        assert Ledger().waiting(body) == []
        for act in acts:
            draft = ItemDraft(class_id=CLASSES[body], act=act, title=f"议题{act.value}")
            try:
                self.put.append(docket.put_item(office, H, made, draft))
            except HansaError:
                continue  # The body is not competent, or August has not cleared it.
        sitting.open_session(office, H, made, 1, Opening())

    @precondition(lambda self: bool(self.sessions(*LIVE)))
    @rule(name=anybody, number=which, after=ahead)
    def move(self, name: str, number: int, after: int) -> None:
        """Move a session that has not begun, or one that has, in vain."""
        if (one := self.live(number)) is not None:
            day = self.today + timedelta(days=after)
            to = Move(
                days=days_through(day, day),
                host=None,
                place=None,
                document="函2号",
                reason="因故改期。",
            )
            self.tries(
                name,
                self.runs(name, one),
                lambda actor: convening.move(actor, H, one.pk, one.revision, to),
            )

    @precondition(lambda self: bool(self.sessions(*LIVE)))
    @rule(name=anybody, number=which)
    def cancel(self, name: str, number: int) -> None:
        """Cancel a session."""
        if (one := self.live(number)) is not None:
            self.tries(
                name,
                self.runs(name, one),
                lambda actor: convening.cancel(
                    actor, H, one.pk, one.revision, "因故取消。"
                ),
            )

    @precondition(lambda self: bool(self.sessions(*LIVE)))
    @rule(name=anybody, number=which)
    def open(self, name: str, number: int) -> None:
        """Open a session."""
        if (one := self.live(number)) is not None:
            self.tries(
                name,
                self.runs(name, one),
                lambda actor: sitting.open_session(
                    actor, H, one.pk, one.revision, Opening()
                ),
            )

    @precondition(lambda self: bool(self.sessions(*LIVE)))
    @rule(name=anybody, number=which)
    def close(self, name: str, number: int) -> None:
        """Close a session; what it left open goes on dockets that are there already."""
        if (one := self.live(number)) is not None:
            self.tries(
                name,
                self.runs(name, one),
                lambda actor: closing.close_session(actor, H, one.pk, one.revision),
            )
            one.refresh_from_db()
            if one.state == SessionState.CLOSED.value:
                self.hands_on(one.pk)

    # Items.

    @precondition(lambda self: bool(self.sessions(*LIVE)))
    @rule(
        name=anybody,
        number=which,
        act=st.sampled_from(ItemAct),
        title=st.integers(1, 5),
    )
    def put_item(self, name: str, number: int, act: ItemAct, title: int) -> None:
        """Put an item: what August cleared under its title passes the gate in November."""
        if (one := self.live(number)) is not None:
            own = name if name in LIAISONS else None
            draft = ItemDraft(
                class_id=CLASSES[one.body], act=act, title=f"议题{title}", proposer=own
            )
            allowed = name not in LEADS or self.runs(name, one)
            made = self.tries(
                name, allowed, lambda actor: docket.put_item(actor, H, one.pk, draft)
            )
            self.put += [made] if made else []

    @precondition(lambda self: len(self.ledger.waiting("symposium")) < FEW)
    @rule(name=anybody, body=st.sampled_from(BODIES), title=st.integers(1, 5))
    def put_waiting(self, name: str, body: str, title: int) -> None:
        """Put an item to the next session, whenever that is."""
        own = name if name in LIAISONS else None
        draft = ItemDraft(
            class_id=CLASSES[body],
            act=ItemAct.STUDY,
            title=f"议题{title}",
            proposer=own,
        )
        made = self.tries(
            name,
            name not in LEADS,
            lambda actor: docket.put_waiting(actor, H, body, None, draft),
        )
        self.put += [made] if made else []

    @precondition(lambda self: bool(self.items()))
    @rule(name=anybody, number=which)
    def withdraw(self, name: str, number: int) -> None:
        """Withdraw an item: by whoever put it, or whoever runs the session."""
        if (one := self.item(number)) is not None:
            assert one.session is not None
            own = name in LIAISONS and one.proposer == name
            self.tries(
                name,
                self.runs(name, one.session) or own,
                lambda actor: docket.withdraw_item(
                    actor, H, one.pk, one.revision, "撤回。"
                ),
            )

    @precondition(lambda self: bool(self.items()))
    @rule(
        name=st.sampled_from((*LIAISONS, *LEADS)),
        number=which,
        stance=st.sampled_from(Stance),
    )
    def take_position(self, name: str, number: int, stance: Stance) -> None:
        """Let a city say something to an item; a unit says nothing for any."""
        if (one := self.item(number)) is not None:
            member = name if name in LIAISONS else "xuzhou"
            said = PositionDraft(member=member, stance=stance)
            self.tries(
                name,
                name in LIAISONS,
                lambda actor: docket.take_position(
                    actor, H, one.pk, one.revision, said
                ),
            )

    @precondition(lambda self: any(one.body == "symposium" for one in self.items()))
    @rule(number=which)
    def all_consent(self, number: int) -> None:
        """Let ten cities consent to an item of the Symposium."""
        found = [
            one for one in self.items() if one.body == "symposium" and not one.standing
        ]
        if (one := self.pick(found, number)) is not None:
            for member in HUAIHAI:
                said = PositionDraft(member=member, stance=Stance.CONSENT)
                try:
                    docket.take_position(
                        scene.liaison(member, self.today), H, one.pk, one.revision, said
                    )
                except HansaError:
                    continue  # That city has consented already.

    @precondition(lambda self: bool(self.items()))
    @rule(
        name=anybody,
        number=which,
        outcome=st.sampled_from(Outcome),
        principle=st.booleans(),
    )
    def dispose(
        self, name: str, number: int, outcome: Outcome, principle: bool
    ) -> None:
        """End an item, or end it otherwise while the session sits."""
        if (one := self.item(number)) is not None:
            assert one.session is not None
            self.tries(
                name,
                self.runs(name, one.session),
                lambda actor: sitting.dispose(
                    actor, H, one.pk, one.revision, self.ended(outcome, principle)
                ),
            )

    @precondition(lambda self: bool(self.sessions(SessionState.OPEN)))
    @rule(number=which, outcome=st.sampled_from(ENDINGS), closes=st.booleans())
    def finish(self, number: int, outcome: Outcome, closes: bool) -> None:
        """Let the office bring a docket to its end; then nothing keeps it from closing."""
        one = self.pick(self.sessions(SessionState.OPEN), number)
        office = self.actor(OFFICE)
        for item in DocketItem.objects.filter(
            session=one, outcome="", withdrawn_at=None
        ):
            for chosen in (
                (Outcome.NOTED,) if item.standing else (outcome, Outcome.NOTED)
            ):
                try:
                    sitting.dispose(
                        office,
                        H,
                        item.pk,
                        item.revision,
                        self.ended(chosen, principle=True),
                    )
                except HansaError:
                    continue  # An item without class is not decided; it is noted.
                break
        for report in scene.sheet(one.pk).reports:
            sitting.hear_report(
                office, H, one.pk, report.decision.id, Progress.DONE, ""
            )

        if closes:
            revision = scene.sheet(one.pk).line.revision
            closing.close_session(office, H, one.pk, revision)
            self.hands_on(one.pk)

    def hands_on(self, session: UUID) -> None:
        """Demand that what a closed session left is on each docket that is there."""
        ledger = Ledger()
        there = {s.body for s in ledger.sessions.values() if s.state in LIVING}
        left = [one for one in ledger.items.values() if one.session_id == session]
        assert not [one for one in left if ledger.waits_for(one) in there]

    def ended(self, outcome: Outcome, principle: bool) -> Disposal:
        """Give how an item ends."""
        unit = self.cast.units["lead-one"]
        whole = Delivery(lead=unit, units=(unit,), due_on=date(2027, 12, 31))
        return Disposal(
            outcome=outcome,
            words="会议同意。",
            delivery=Delivery(principle_only=True) if principle else whole,
        )

    # Minutes.

    def minutes(self, number: int) -> Minutes | None:
        """Choose minutes: the last edition of a closed session."""
        session = self.pick(self.sessions(SessionState.CLOSED), number)
        rows = Minutes.objects.filter(session=session).select_related("session")
        return rows.order_by("-edition").first() if session else None

    @precondition(lambda self: bool(self.sessions(SessionState.CLOSED)))
    @rule(
        name=anybody,
        number=which,
        act=st.sampled_from(("circulate", "publish", "correct", "word", "answer")),
    )
    def run_minutes(self, name: str, number: int, act: str) -> None:
        """Do to minutes what whoever runs the session does to them."""
        if (one := self.minutes(number)) is not None:
            session, seen = one.session_id, one.revision
            acts: dict[str, Callable[[Actor], object]] = {
                "circulate": lambda who: rounds.circulate(who, H, session, seen),
                "publish": lambda who: publishing.publish(who, H, session, seen),
                "correct": lambda who: drafting.correct(
                    who, H, session, seen, "更正。"
                ),
                "word": lambda who: drafting.word_section(
                    who, H, session, 0, 1, "另写。"
                ),
                "answer": lambda who: rounds.answer(
                    who, H, session, seen, "heze", Reply(adopted=True, words="")
                ),
            }
            self.tries(name, self.runs(name, one.session), acts[act])

    @precondition(lambda self: bool(self.sessions(SessionState.CLOSED)))
    @rule(
        name=st.sampled_from((*LIAISONS, *LEADS)),
        number=which,
        stance=st.sampled_from(CommentStance),
    )
    def comment(self, name: str, number: int, stance: CommentStance) -> None:
        """Let a city comment on a draft."""
        if (one := self.minutes(number)) is not None:
            member = name if name in LIAISONS else "xuzhou"
            said = CommentDraft(member=member, stance=stance, words="意见。")
            self.tries(
                name,
                name in LIAISONS,
                lambda actor: rounds.comment(
                    actor, H, one.session_id, one.revision, said
                ),
            )

    @precondition(lambda self: bool(self.sessions(SessionState.CLOSED)))
    @rule(number=which)
    def bring_out(self, number: int) -> None:
        """Let no city comment, the chair approve and the office publish."""
        one = self.minutes(number)
        assert one is not None
        office, session = self.actor(OFFICE), one.session_id

        def tried(act: Callable[[int], object]) -> None:
            try:
                act(Minutes.objects.filter(session=session).latest("edition").revision)
            except HansaError:
                return  # It is published, or was said already.

        tried(lambda seen: rounds.circulate(office, H, session, seen))
        for member in HUAIHAI:
            tried(self.says_nothing(session, member))
        chair = scene.sheet(session).line.opened_by
        if chair is not None:
            tried(lambda seen: self.approves(office, session, seen, chair))
        tried(lambda seen: publishing.publish(office, H, session, seen))
        last = Minutes.objects.filter(session=session).latest("edition")
        assert last.content is not None

    def says_nothing(self, session: UUID, member: str) -> Callable[[int], object]:
        """Give the act of a city that has no comment."""
        city = scene.liaison(member, self.today)
        said = CommentDraft(member=member, stance=CommentStance.NONE)
        return lambda seen: rounds.comment(city, H, session, seen, said)

    @staticmethod
    def approves(office: Actor, session: UUID, seen: int, chair: Holder) -> None:
        """Record the approval of whoever chaired."""
        publishing.approve(office, H, session, seen, chair, "签批件1号")

    # The turn.

    @rule(name=st.sampled_from(LIAISONS), side=st.sampled_from(Side))
    def hand_over(self, name: str, side: Side) -> None:
        """Sign the handover of the turn for a side; each host for its own."""
        versions = charter_reads.get_versions(H)
        sheet = handover_reads.get_handover(
            scene.office(self.today), versions, PASSES, self.today
        )
        own = HOSTS[2026] if side is Side.OUTGOING else HOSTS[2027]
        self.tries(
            name,
            name == own,
            lambda actor: handovers.sign(actor, H, PASSES, side, sheet.digest),
        )

    # What stays true.

    @invariant()
    def holds_true(self) -> None:
        """No item is lost; no decision is lost, doubled or stands in the minutes twice."""
        self.ledger = Ledger()
        no_item_is_lost(self.ledger, self.put)
        decisions_stand_once(self.ledger)


@pytest.mark.chaos
def test_random_sessions(cast: Cast) -> None:
    """Fifty scripts of fifty steps; a thousand with ``HANSA_CHAOS=1``."""
    Scripts.cast = cast
    run_state_machine_as_test(Scripts, settings=size)
