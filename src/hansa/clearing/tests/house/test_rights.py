"""Who may do what in the clearing house, and what needs two persons."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import Hansa
from hansa.chassis.actor import Actor, Role
from hansa.clearing.models import Batch, CardFile, ClearingWindow
from hansa.clearing.reads import batches, ledger, shortfalls, statements
from hansa.clearing.reads import participants as participant_reads
from hansa.clearing.reads import windows as window_reads
from hansa.clearing.reads.shortfalls import Remedy
from hansa.clearing.services import (
    exporting,
    participants,
    publishing,
    returning,
    running,
    sealing,
    settling,
    windows,
)
from hansa.clearing.terms.house import (
    Cause,
    InstitutionDraft,
    ReturnLayout,
    State,
    WindowDraft,
)
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OPERATOR,
    Program,
    actor,
    open_window,
)
from hansa.kernel.errors import Forbidden, HansaError, Refused
from hansa.kernel.text import Bilingual

PREPARES, APPROVES = {Role.CLEARING_OPERATOR}, {Role.APPROVER}
READS = {Role.CLEARING_OPERATOR, Role.APPROVER, Role.SECRETARIAT, Role.AUDITOR}
DRAFT = InstitutionDraft(
    slug="new-card", name=Bilingual("新卡", "New card"), party="changsha", categories=()
)
NOWHERE = Path("/nowhere.csv")
Act = Callable[[Actor], object]
ACTS: dict[str, tuple[Act, set[Role]]] = {
    "add": (lambda who: participants.add_institution(who, LEAGUE, DRAFT), PREPARES),
    "activate": (
        lambda who: participants.activate_institution(who, LEAGUE, "none"),
        APPROVES,
    ),
    "suspend": (
        lambda who: participants.suspend_institution(who, LEAGUE, "none"),
        APPROVES,
    ),
    "open": (
        lambda who: windows.open_window(who, LEAGUE, WindowDraft(slug="x")),
        PREPARES,
    ),
    "register": (
        lambda who: windows.register_file(
            who, LEAGUE, NOWHERE, windows.Stated(name="x.csv")
        ),
        PREPARES,
    ),
    "seal": (lambda who: sealing.seal_window(who, LEAGUE, "x"), PREPARES),
    "delta": (
        lambda who: sealing.make_delta(who, LEAGUE, "x", Cause.LATE_FILE),
        PREPARES,
    ),
    "run": (lambda who: running.run_batch(who, LEAGUE, "x"), PREPARES),
    "approve": (lambda who: publishing.approve(who, LEAGUE, "x"), APPROVES),
    "instruct": (lambda who: settling.instruct(who, LEAGUE, "x"), PREPARES),
    "settle": (
        lambda who: settling.settle(who, LEAGUE, "x", settling.Paid()),
        PREPARES,
    ),
    "reconcile": (lambda who: settling.reconcile(who, LEAGUE, "x"), PREPARES),
    "archive": (lambda who: settling.archive(who, LEAGUE, "x"), PREPARES),
    "hold": (lambda who: settling.hold(who, LEAGUE, "x", "r"), PREPARES),
    "release": (lambda who: settling.release(who, LEAGUE, "x"), PREPARES),
    "export": (
        lambda who: exporting.export_batch(who, LEAGUE, "x", None, NOWHERE),
        READS,
    ),
    "institutions": (
        lambda who: participant_reads.list_institutions(who, LEAGUE),
        READS,
    ),
    "windows": (lambda who: window_reads.list_windows(who, LEAGUE), READS),
    "window": (lambda who: window_reads.get_window(who, LEAGUE, "x"), READS),
    "batches": (lambda who: batches.list_batches(who, LEAGUE), READS),
    "batch": (lambda who: batches.get_batch(who, LEAGUE, "x"), READS),
    "exceptions": (lambda who: batches.list_exceptions(who, LEAGUE, "x"), READS),
    "ledger": (lambda who: ledger.trial_balance(who, LEAGUE), READS),
    "unpaid": (
        lambda who: shortfalls.unpaid_by(who, LEAGUE, "x", "changsha", Remedy.UNWIND),
        READS,
    ),
    "caps": (lambda who: shortfalls.list_caps(who, LEAGUE, "x"), READS),
    "own rows": (
        lambda who: returning.write_return_file(
            who, LEAGUE, "x", None, "changsha-card", ReturnLayout.CSV, NOWHERE
        ),
        PREPARES | {Role.CITY_LIAISON},
    ),
    "others' rows": (
        lambda who: returning.write_return_file(
            who, LEAGUE, "x", None, "zhuzhou-card", ReturnLayout.CSV, NOWHERE
        ),
        PREPARES,
    ),
    "nobody's rows": (
        lambda who: returning.write_return_file(
            who, LEAGUE, "x", None, "none", ReturnLayout.CSV, NOWHERE
        ),
        PREPARES,
    ),
    "own statements": (
        lambda who: statements.list_statements(who, LEAGUE, "changsha"),
        READS | {Role.CITY_LIAISON, Role.LEADER},
    ),
    "others' statements": (
        lambda who: statements.list_statements(who, LEAGUE, "zhuzhou"),
        READS,
    ),
    "the centre's statements": (
        lambda who: statements.list_statements(who, LEAGUE, "centre"),
        READS,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_for_every_role(name: str, house: None) -> None:
    """Each role of a member of Changsha may exactly what the design says, and no more.

    Whoever may is let through to the act, which here mostly finds nothing to act on.
    """
    act, allowed = ACTS[name]
    for role in Role:
        let_through = True
        try:
            act(actor(role, "changsha"))
        except Forbidden:
            let_through = False
        except HansaError:
            pass
        assert let_through is (role in allowed), role


def test_a_right_of_one_league_is_none_in_another(house: None) -> None:
    """An operator of Huaihai opens no window of Chang-Zhu-Tan."""
    other = replace(OPERATOR, league="huaihai")
    with pytest.raises(Forbidden):
        windows.open_window(other, LEAGUE, WindowDraft(slug=DAY))
    assert not ClearingWindow.objects.exists()


def test_nobody_lets_in_whom_they_entered(house: None) -> None:
    """One person with both roles still needs a second person, for each institution."""
    both = replace(OPERATOR, roles=OPERATOR.roles | APPROVER.roles)
    participants.add_institution(both, LEAGUE, DRAFT)
    with pytest.raises(Refused) as refused:
        participants.activate_institution(both, LEAGUE, "new-card")
    assert refused.value.code == "second-person-needed"
    line = participants.activate_institution(APPROVER, LEAGUE, "new-card")
    assert (line.applied_by, line.active_by) == (both.person, APPROVER.person)


@pytest.mark.parametrize("did", ["sealed", "ran"])
def test_nobody_approves_what_they_prepared(did: str, house: None) -> None:
    """Whoever took any step of a batch does not approve it; sealing it is one."""
    both = replace(APPROVER, roles=OPERATOR.roles | APPROVER.roles)
    open_window()
    sealing.seal_window(both if did == "sealed" else OPERATOR, LEAGUE, DAY)
    row = Batch.objects.get()
    if did == "ran":
        row.steps.create(
            number=1, before="sealed", after="netted", actor=both.person, at=both.at
        )
    Batch.objects.update(state=State.NETTED.value)
    with pytest.raises(Refused) as refused:
        publishing.approve(both, LEAGUE, DAY)
    assert refused.value.code == "second-person-needed"
    assert Batch.objects.get().state == "netted"


def test_the_shell_reads_and_prepares_nothing(
    house: None, clock: object, hansa: Hansa
) -> None:
    """Without an account the command may look, and is told who may do the rest."""
    assert hansa("clearing", "window", "list", LEAGUE, "--json").code == 0
    ran = hansa("clearing", "window", "open", LEAGUE, DAY, "--json", "--lang", "en")
    assert ran.code == 1
    problem = json.loads(ran.out)
    assert problem["code"] == "right-missing"
    assert "clearing operator" in problem["remedy"]


def test_the_api_asks_the_same_rights(house: None, program: Program) -> None:
    """An operator's program opens, brings, and seals; a liaison's is turned away."""
    at = f"/api/v1/leagues/{LEAGUE}/clearing"
    liaison = program(Role.CITY_LIAISON, "changsha")
    body: dict[str, Any] = {"slug": DAY, "expected": {"changsha-card": 1}}
    assert _sent(liaison, f"{at}/windows", body).status_code == 403
    assert liaison.get(f"{at}/windows").status_code == 403
    assert liaison.get(f"{at}/parties/changsha/statements").json() == []
    assert liaison.get(f"{at}/parties/zhuzhou/statements").status_code == 403
    operator = program(Role.CLEARING_OPERATOR)
    assert _sent(operator, f"{at}/windows", body).status_code == 201
    upload = SimpleUploadedFile("changsha-card_1.csv", b"record_id\n1\n")
    brought = operator.post(f"{at}/windows/{DAY}/files", {"file": upload}).json()
    assert brought["file"]["refused"] == "FILE_COLUMNS"
    assert brought["file"]["remedy"]
    sealed = _sent(operator, f"{at}/windows/{DAY}/seal", {"reason": "it is broken"})
    assert sealed.json() == {"window": DAY, "number": 0}
    assert CardFile.objects.get().batch == Batch.objects.get()


def _sent(client: Client, address: str, content: Any) -> Any:
    return client.post(address, json.dumps(content), content_type="application/json")
