"""Pages of the clearing house: who sees what, what each act does, both languages."""

import csv
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries as Count

from hansa.chassis.actor import Role
from hansa.clearing.models import Batch
from hansa.clearing.reads.windows import list_windows
from hansa.clearing.services import answers, running, sealing, settling, windows
from hansa.clearing.services.verifying import verify
from hansa.clearing.terms.house import Cause, State, WindowDraft
from hansa.clearing.tests.house.conftest import (
    CITIES,
    DAY,
    EXAMPLE,
    LEAGUE,
    OPERATOR,
    Enter,
    apply_charter,
    finished,
    open_window,
    published,
    tap,
)
from hansa.clearing.views import charts

HTML_BYTES_MAX = 100_000
ROOT = f"/{LEAGUE}/clearing/"
WINDOW = f"{ROOT}windows/{DAY}/"


@pytest.fixture
def example(house: None) -> None:
    """The window of the example, its three files brought."""
    open_window(DAY, **{f"{city}-card": 1 for city in CITIES})
    for path in sorted((EXAMPLE / "in").glob("*.csv")):
        stated = windows.Stated(name=path.name, window=DAY)
        windows.register_file(OPERATOR, LEAGUE, path, stated)


def heading(client: Client, address: str) -> str:
    """Give the sentence that a page answers with."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return sentence(answer.content.decode())


def sentence(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def track(html: str) -> str:
    """Give the way of the batch as words."""
    found = re.search(r'<ol class="track">(.*?)</ol>', html, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def do(client: Client, name: str, **typed: Any) -> Any:
    """Send one act's form for the first batch."""
    address = f"{WINDOW}approve/" if name == "approve" else f"{WINDOW}acts/{name}/"
    asked = {f"{name}-{field}": value for field, value in typed.items()}
    return client.post(f"{address}?batch=0" if name != "seal" else address, asked)


@pytest.mark.row("C-CLR-01", part="pages")
@pytest.mark.row("H-CLR-01", part="pages")
def test_a_window_from_files_to_the_bank_by_forms(house: None, enter: Enter) -> None:
    """Open, bring, seal, run, approve by a second person, pay, reconcile, put away."""
    operator, approver = enter(Role.CLEARING_OPERATOR), enter(Role.APPROVER)
    assert heading(operator, ROOT) == "No window is open yet"
    operator.post(f"{ROOT}open/", {"slug": DAY, "expects": "on"})
    assert heading(operator, WINDOW) == "0 of 3 files are here; 3 senders are overdue"
    assert heading(operator, ROOT) == "1 window lacks files that are overdue"
    files = [
        SimpleUploadedFile(path.name, path.read_bytes())
        for path in sorted((EXAMPLE / "in").glob("*.csv"))
    ]
    broken = SimpleUploadedFile("zhuzhou-card_x.parquet", b"no table")
    brought = operator.post(f"{WINDOW}files/", {"brought": [*files, broken]})
    html = brought.content.decode()
    assert html.count('<span class="light done">taken') == 3
    assert html.count('<span class="light late">refused') == 1
    assert heading(operator, WINDOW).startswith("Every file that is expected is here")

    assert do(operator, "seal").status_code == 302
    assert heading(operator, WINDOW).startswith("The first batch is sealed")
    assert do(operator, "run").status_code == 302
    owed = "250.00 yuan owed each other come down to 2 payments, 35.00 yuan in all"
    assert heading(operator, WINDOW) == f"{owed}; 2 rows are suspended or rejected"
    assert heading(approver, ROOT) == "1 window waits for a second person"

    assert do(operator, "approve").status_code == 403
    again = operator.get(f"{WINDOW}approve/?batch=0")
    assert again["location"] == f"{WINDOW}?batch=0"
    assert Batch.objects.get().state == State.NETTED.value
    assert do(approver, "approve").status_code == 302
    assert do(operator, "instruct").status_code == 302
    assert do(operator, "settle", numbers=["1"], reference="B-1").status_code == 302
    assert Batch.objects.get().state == State.PARTIAL.value
    assert "● settled in part" in track(operator.get(WINDOW).content.decode())
    html = operator.get(WINDOW).content.decode()
    assert "what is not ticked stays open" in html
    nothing = do(operator, "settle", reference="B-2")
    assert nothing.status_code == 422
    assert "Tick each payment that was made." in nothing.content.decode()
    assert Batch.objects.get().instructions.filter(paid_at=None).count() == 1
    assert do(operator, "settle", numbers=["2"]).status_code == 302
    assert do(operator, "reconcile").status_code == 302
    assert heading(operator, ROOT) == "Every window is settled"
    assert do(operator, "archive").status_code == 302
    assert heading(operator, f"{ROOT}ledger/").startswith("The books balance, and")
    steps = operator.get(WINDOW).content.decode()
    for word in ("sealed", "netted", "published", "instructed", "settled", "archived"):
        assert word in steps


def test_who_prepared_it_is_told_why_another_must_approve(
    example: None, enter: Enter
) -> None:
    """One person in both roles gets no button, a reason instead, and is refused."""
    both = enter(Role.CLEARING_OPERATOR, also=Role.APPROVER)
    do(both, "seal")
    do(both, "run")
    html = both.get(WINDOW).content.decode()
    assert "You took part in preparing this batch" in html
    assert f"{WINDOW}approve/" not in html
    refused = do(both, "approve")
    assert refused.status_code == 422
    assert "Who prepared it cannot approve it too." in refused.content.decode()
    other = enter(Role.APPROVER).get(WINDOW).content.decode()
    assert f"{WINDOW}approve/" in other
    assert "You took part" not in other


GUARDED = (
    ("", "all"),
    ("participants/", "all"),
    ("participants/changsha-card/", "all"),
    ("schemes/", "all"),
    ("schemes/transit/", "all"),
    ("ledger/", "all"),
    (f"windows/{DAY}/", "all"),
    (f"windows/{DAY}/exceptions/", "all"),
    (f"windows/{DAY}/what-if/", "all"),
    (f"windows/{DAY}/unpaid/", "all"),
    (f"windows/{DAY}/returns/changsha-card/", "prepares"),
    (f"windows/{DAY}/returns/zhuzhou-card/", "rows"),
    ("open/", "prepares"),
    ("participants/new/", "prepares"),
    (f"windows/{DAY}/files/", "prepares"),
    ("statements/?party=zhuzhou", "own"),
    (f"windows/{DAY}/statements/zhuzhou/", "own"),
    (f"windows/{DAY}/statements/zhuzhou/bundle/", "own"),
    (f"windows/{DAY}/why/?from=zhuzhou&to=changsha", "own"),
    ("statements/?party=changsha", "other"),
    (f"windows/{DAY}/statements/changsha/", "other"),
    (f"windows/{DAY}/statements/changsha/bundle/", "other"),
    (f"windows/{DAY}/why/?from=changsha&to=xiangtan", "other"),
)
READS = {"all", "own", "other"}
ROLES: tuple[tuple[Role, str | None, set[str]], ...] = (
    (Role.CLEARING_OPERATOR, None, READS | {"prepares", "rows"}),
    (Role.APPROVER, None, READS),
    (Role.SECRETARIAT, None, READS),
    (Role.AUDITOR, None, READS),
    (Role.CITY_LIAISON, "zhuzhou", {"own", "rows"}),
    (Role.LEADER, "zhuzhou", {"own"}),
    (Role.GROUP_LEAD, "zhuzhou", set()),
    (Role.WATCH_OFFICER, "zhuzhou", set()),
)


def test_each_role_sees_what_is_its_own(
    example: None, enter: Enter, client: Client
) -> None:
    """A city sees its own statement and no other's; who has no right sees nothing.

    A leader reads: no page of theirs holds a form that acts.
    """
    published()
    for role, member, sees in ROLES:
        someone = enter(role, member)
        for address, kind in GUARDED:
            answer: Any = someone.get(ROOT + address)
            if (
                answer.streaming
            ):  # closed at its end; earlier would close the connection
                b"".join(answer.streaming_content)
            assert answer.status_code == (200 if kind in sees else 403), (role, address)
            if role is Role.LEADER and kind == "own" and "bundle" not in address:
                main = answer.content.decode().split("<main")[1]
                assert "multipart" not in main
                assert "/acts/" not in main
        assert (do(someone, "instruct").status_code == 403) is (
            role is not Role.CLEARING_OPERATOR
        ), role
        Batch.objects.update(state=State.PUBLISHED.value)
    for address, _kind in GUARDED:
        answer = client.get(ROOT + address)
        assert answer.status_code == 302, address
        assert answer["location"].startswith(reverse("accounts:sign-in"))


def test_the_rail_leads_each_to_the_own_room(house: None, enter: Enter) -> None:
    """Who reads all comes to the windows, a city to its statements, others nowhere."""
    rooms = {
        (Role.APPROVER, None): ROOT,
        (Role.CITY_LIAISON, "zhuzhou"): f"{ROOT}statements/",
        (Role.LEADER, "zhuzhou"): f"{ROOT}statements/",
        (Role.GROUP_LEAD, "zhuzhou"): None,
    }
    for (role, member), address in rooms.items():
        html = enter(role, member).get(f"/{LEAGUE}/").content.decode()
        found = re.findall(rf'href="({ROOT}[^"?]*)', html.split("</nav>")[0])
        assert found == ([] if address is None else [address]), role


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pages_are_whole_in_both_languages(
    example: None, enter: Enter, language: str
) -> None:
    """Each page is light, holds no script or style within, and one language only."""
    published(reason="")
    reader = enter(Role.CLEARING_OPERATOR, also=Role.APPROVER, language=language)
    for address, _kind in GUARDED:
        if "bundle" in address or "returns" in address:
            continue
        html = reader.get(ROOT + address).content.decode()
        assert len(html.encode()) < HTML_BYTES_MAX, address
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), address
        assert "style=" not in html, address
        seen = re.sub(r"<[^>]+>", " ", re.split("<body[^>]*>", html)[1])
        seen = re.sub(r"“[^”]*”|hansa clearing verify \S+", "", seen)
        if language == "en":
            assert not re.findall(r"[\u4e00-\u9fff]+", seen.replace("中文", "")), (
                address
            )
        else:
            words = re.findall(r"[A-Za-z]{3,} [A-Za-z]{2,}", seen)
            assert not words, (address, words)


def test_an_amount_leads_to_taps_rule_and_clause(example: None, enter: Enter) -> None:
    """From the matrix to classes, from a class to its taps; cards show four digits."""
    published()
    operator = enter(Role.CLEARING_OPERATOR)
    html = operator.get(WINDOW).content.decode()
    (lead,) = re.findall(r'href="([^"]*from=zhuzhou&amp;to=changsha)"', html)
    why = lead.replace("&amp;", "&")
    assert heading(operator, why).startswith("Zhuzhou owes Changsha 60.00 yuan")
    html = operator.get(why).content.decode()
    assert "example, version 1" in html
    assert '<span class="chip amber">example</span>' not in html
    assert f"/{LEAGUE}/charter/clauses/CLR-01/" in html
    assert re.search(r"In all</th>.*?<b>60.00</b>", html, re.DOTALL)
    assert "C0001" in html
    assert "zz-114" not in html
    parking = re.findall(r'href="(\?[^"]*class=[^"]*)"', html)
    assert parking
    for one in parking:
        answer = operator.get(f"{WINDOW}why/{one.replace('&amp;', '&')}")
        assert answer.status_code == 200
    assert operator.get(f"{WINDOW}why/{why.split('why/')[1]}&taps=x").status_code == 422
    nothing = operator.get(f"{WINDOW}why/?from=centre&to=changsha")
    assert nothing.status_code == 404
    assert operator.get(f"{WINDOW}why/?from=nobody&to=changsha").status_code == 404


def test_a_large_class_is_shown_page_by_page(
    house: None, enter: Enter, bring: Callable[..., Any], monkeypatch: Any
) -> None:
    """The heading counts the whole class, and every tap can be reached."""
    monkeypatch.setattr(answers, "TAPS_MOST", 40)
    open_window()
    bring("changsha-card_1.csv", *(tap(f"A{number:03d}") for number in range(90)))
    published()
    operator = enter(Role.CLEARING_OPERATOR)
    address = f"{WINDOW}why/?from=zhuzhou&to=changsha"
    seen: list[str] = []
    html = operator.get(address).content.decode()
    assert "Taps 1 to 20 of the 90 of the class" in html
    while lead := re.search(r'href="([^"]*)">(?:show more|further) taps', html):
        asked = lead[1].replace("&amp;", "&")
        html = operator.get(f"{WINDOW}why/{asked}").content.decode()
        seen += re.findall(r">(A\d{3})<", html)
    assert seen == [f"A{number:03d}" for number in range(90)]
    assert "Taps 81 to 90 of the 90 of the class" in html
    assert "earlier taps" in html


def test_a_city_takes_its_proof_home(
    example: None, enter: Enter, tmp_path: Path
) -> None:
    """The statement adds up to its net position, and its bundle verifies offline."""
    published()
    zhuzhou = enter(Role.CITY_LIAISON, "zhuzhou")
    address = f"{WINDOW}statements/zhuzhou/"
    assert heading(zhuzhou, address) == "Zhuzhou receives 35.00 yuan"
    listed = zhuzhou.get(f"{ROOT}statements/").content.decode()
    assert "first batch" in listed.split("<tbody>")[1]
    assert heading(zhuzhou, f"{ROOT}statements/") == (
        "Zhuzhou receives 35.00 yuan by 1 statement"
    )
    answer = zhuzhou.get(f"{address}bundle/")
    content = b"".join(list(answer))
    bundle = zipfile.ZipFile(BytesIO(content))
    assert bundle.testzip() is None
    shown = zhuzhou.get(address).content.decode()
    assert "rows, legs and exceptions, the rules, the manifest of the batch" in shown
    names = {name for name in bundle.namelist() if not name.startswith("rules/")}
    tables = {"rows.csv", "legs.csv", "exceptions.csv"}
    assert names == {*tables, "manifest.json", "statement.json", "proof.json"}
    place = tmp_path / "zhuzhou.zip"
    place.write_bytes(content)
    verdict = verify(place, None)
    assert verdict.difference is None
    assert verdict.net_fen == 3_500


def test_other_rules_say_who_gains_and_who_loses(example: None, enter: Enter) -> None:
    """A fee for the issuer moves money; faults of the file stand with their place."""
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    reader = enter(Role.SECRETARIAT)
    address = f"{WINDOW}what-if/"
    written = (EXAMPLE / "rules" / "transit.yaml").read_text(encoding="utf-8")
    fee = "parameters: {fees: {issuer_ppm: 100000}}"
    assert "parameters: {}" in written
    rules = written.replace("parameters: {}", fee).encode()
    sent = {"scheme": "transit", "file": SimpleUploadedFile("other.yaml", rules)}
    answer = reader.post(address, sent)
    assert answer.status_code == 200
    said = sentence(answer.content.decode())
    # Of the bus and metro amounts a tenth goes back to whose cards they were.
    assert re.fullmatch(r"Changsha gains [\d.]+ yuan, .* loses [\d.]+ yuan", said), said
    bad = SimpleUploadedFile("other.yaml", rules.replace(b"2000", b"many"))
    refused = reader.post(address, {**sent, "file": bad})
    assert refused.status_code == 422
    assert "transit.yaml" in refused.content.decode()
    form = reader.get(address).content.decode()
    (day,) = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', form)
    same = reader.post(address, {"charter": day})
    assert "nobody gains and nobody loses" in sentence(same.content.decode())
    assert Batch.objects.get().state == State.NETTED.value


def test_exceptions_are_narrowed_and_exported(example: None, enter: Enter) -> None:
    """Filters leave the rows that they name; nothing in the export computes."""
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    reader, address = enter(Role.AUDITOR), f"{WINDOW}exceptions/"
    told = "1 suspended and 1 rejected, of 40 rows received"
    assert heading(reader, address) == f"{told}; 3.00 yuan is suspended"
    suspended = reader.get(f"{address}?outcome=suspended").content.decode()
    assert "RULE_NONE" in suspended.split("<tbody>")[-1]
    assert "DUP_EXACT" not in suspended.split("<tbody>")[-1]
    table = reader.get(f"{address}?format=csv").content.decode("utf-8-sig")
    first, *lines = csv.reader(table.strip().splitlines())
    assert len(lines) == 2
    rows = [dict(zip(first, line, strict=True)) for line in lines]
    for row in rows:
        assert row["Card issuer"], row
        assert row["Card"].startswith("…"), row
        assert row["Time"], row
        assert Decimal(row["Amount (yuan)"]) > 0, row
    assert "3.00 yuan · " in reader.get(WINDOW).content.decode()
    assert reader.get(f"{address}?format=xlsx").status_code == 200


def test_a_late_file_is_an_adjustment_batch(
    example: None, enter: Enter, bring: Callable[..., Any]
) -> None:
    """The sealed batch stays unchanged beside the one that its cause names."""
    published()
    before = Batch.objects.get().manifest_sha256
    bring("changsha-card_20261123_late.csv", tap("C9001", amount_fen=700))
    operator = enter(Role.CLEARING_OPERATOR)
    late = "1 window holds a file that came after sealing"
    assert heading(operator, ROOT) == late
    html = operator.get(WINDOW).content.decode()
    assert re.search(r'id="delta"\s+open', html)
    assert "1 file came after sealing and waits" in html
    assert "files: 3 of 3<" in " ".join(html.split()).replace(" <", "<")
    assert do(operator, "delta", cause="late-file").status_code == 302
    html = operator.get(WINDOW).content.decode()
    assert sentence(html) == (
        "The adjustment batch 1: a file that came late is sealed with 1 file; "
        "it is not calculated yet"
    )
    assert "3 / 3; 1 file came late<" in html
    operator.post(f"{WINDOW}acts/run/?batch=1")
    html = operator.get(WINDOW).content.decode()
    assert "adjustment batch 1: a file that came late" in html
    assert "files: 3 of 3 expected, and 1 more" in html
    assert heading(operator, ROOT) == "1 window waits for a second person"
    assert sentence(html).startswith("7.00 yuan owed each other come down to 1 payment")
    first = operator.get(f"{WINDOW}?batch=0").content.decode()
    assert before[:16] in first
    assert sentence(first).startswith("250.00 yuan")
    assert heading(
        operator, f"{WINDOW}why/?from=zhuzhou&to=changsha&batch=1"
    ).startswith("Zhuzhou owes Changsha 7.00 yuan")
    assert operator.get(f"{WINDOW}?batch=x").status_code == 422
    assert operator.get(f"{WINDOW}?batch=9").status_code == 404


def test_an_adjustment_hides_no_open_money(
    example: None, enter: Enter, bring: Callable[..., Any]
) -> None:
    """The list names, counts and finds the state of every batch that is not settled."""
    published()
    settling.instruct(OPERATOR, LEAGUE, DAY)
    settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(numbers=(1,)))
    bring("changsha-card_20261123_late.csv", tap("C9001", amount_fen=700))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE, "")
    finished()
    operator = enter(Role.CLEARING_OPERATOR)
    html = operator.get(ROOT).content.decode()
    body = html.split("<tbody>")[-1]
    assert "settled in part" in body
    assert "published" in body
    for state in ("partial", "published"):
        found = operator.get(f"{ROOT}?state={state}").content.decode()
        assert DAY in found.split("<tbody>")[-1], state
    (line,) = list_windows(OPERATOR, LEAGUE)
    assert line.states == (State.PARTIAL, State.PUBLISHED)
    settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True), 0)
    (line,) = list_windows(OPERATOR, LEAGUE)
    assert line.states == (State.PUBLISHED,)


def test_a_wide_matrix_leaves_quiet_cities_out(
    house: None, enter: Enter, bring: Callable[..., Any], monkeypatch: Any
) -> None:
    """Cities without an amount are named below it, and keep their statements."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    reader = enter(Role.APPROVER)
    owed = r'<table class="owed">(.*?)</table>'
    whole = re.search(owed, reader.get(WINDOW).content.decode(), re.DOTALL)
    assert whole is not None
    assert 'data-label="owes in all"' not in whole[1].split("<tfoot>")[1]
    assert "Xiangtan" in whole[1]
    monkeypatch.setattr(charts, "PARTIES_WIDE", 2)
    html = reader.get(WINDOW).content.decode()
    narrow = re.search(owed, html, re.DOTALL)
    assert narrow is not None
    assert "Xiangtan" not in narrow[1]
    assert "Zhuzhou" in narrow[1]
    below = "Without an amount in this batch:"
    assert "Xiangtan" in html.split(below)[1].split("</p>")[0]
    assert f"{WINDOW}statements/xiangtan/" in html


def test_an_institution_is_taken_in_by_two_persons(house: None, enter: Enter) -> None:
    """Applied by one, let in by another; the matrix of fields and cities counts it."""
    operator, approver = enter(Role.CLEARING_OPERATOR), enter(Role.APPROVER)
    typed = {
        "slug": "changsha-water",
        "name_zh": "长沙水务",
        "name_en": "Changsha Water",
        "party": "changsha",
        "categories": ["bills"],
    }
    wrong = operator.post(f"{ROOT}participants/new/", {**typed, "slug": "Water!"})
    assert wrong.status_code == 422
    assert "Changsha Water" in wrong.content.decode()
    operator.post(f"{ROOT}participants/new/", typed)
    place = f"{ROOT}participants/changsha-water/"
    assert heading(approver, place).endswith("and waits for a second person")
    html = approver.get(place).content.decode()
    assert "<dt>Codes in card files</dt><dd>changsha-water</dd>" in html
    counted = "The card is taken in 6 of 9 combinations of 3 fields of use and 3 cities"
    waits = "1 institution waits to be let in"
    assert heading(approver, f"{ROOT}participants/") == f"{counted}; {waits}"
    assert operator.post(f"{place}activate/", {}).status_code == 403
    assert approver.post(f"{place}activate/", {}).status_code == 302
    assert heading(approver, f"{ROOT}participants/").startswith(
        "The card is taken in 7 of 9 combinations of 3 fields of use and 3 cities"
    )
    assert (
        approver.post(f"{place}suspend/", {"from_on": "2026-11-01"}).status_code == 422
    )
    assert (
        approver.post(f"{place}suspend/", {"from_on": "2026-12-01"}).status_code == 302
    )
    assert heading(approver, place) == "Changsha Water takes no part from 2026-12-01 on"


def test_who_entered_an_institution_cannot_let_it_in(house: None, enter: Enter) -> None:
    """One person in both roles is told that another one is needed."""
    both = enter(Role.CLEARING_OPERATOR, also=Role.APPROVER)
    typed = {
        "slug": "xiangtan-gas",
        "name_zh": "湘潭燃气",
        "name_en": "Xiangtan Gas",
        "party": "xiangtan",
    }
    both.post(f"{ROOT}participants/new/", typed)
    place = f"{ROOT}participants/xiangtan-gas/"
    html = both.get(place).content.decode()
    assert "another person must let it take part" in html
    assert f"{place}activate/" not in html
    assert both.post(f"{place}activate/", {}).status_code == 422


def test_sealing_without_a_file_needs_a_reason(house: None, enter: Enter) -> None:
    """The form comes back with its field; then the reason stands with the step."""
    open_window(DAY, **{"zhuzhou-card": 1})
    operator = enter(Role.CLEARING_OPERATOR)
    refused = do(operator, "seal")
    assert refused.status_code == 422
    assert 'id="id_seal-reason_error"' in refused.content.decode()
    assert (
        do(operator, "seal", reason="The sender has no taps today.").status_code == 302
    )
    assert "The sender has no taps today." in operator.get(WINDOW).content.decode()
    assert do(operator, "hold", reason="A look at the files.").status_code == 302
    assert do(operator, "run").status_code == 422
    assert do(operator, "release").status_code == 302
    assert do(operator, "void", reason="Opened by mistake.").status_code == 302
    assert operator.post(f"{WINDOW}acts/dance/").status_code == 404


def test_an_empty_batch_claims_nothing(house: None, enter: Enter) -> None:
    """Without a row, none is called accepted, and the files that lack are counted."""
    open_window(DAY, **{"zhuzhou-card": 2, "changsha-card": 1})
    published()
    said = heading(enter(Role.APPROVER), WINDOW)
    assert said == (
        "Nobody owes anybody anything in this batch; no row was received; "
        "it holds 0 of 3 files that are expected"
    )


def test_a_window_is_not_sealed_before_its_end(house: None, enter: Enter) -> None:
    """While it runs, files are taken and no form seals it; an act by hand is refused."""
    open_window("2026-11-24")
    operator, place = enter(Role.CLEARING_OPERATOR), f"{ROOT}windows/2026-11-24/"
    html = operator.get(place).content.decode()
    assert f"{place}files/" in html
    assert f"{place}acts/seal/" not in html
    assert operator.post(f"{place}acts/seal/").status_code == 422


@pytest.mark.row("C-CLR-01", part="rules page")
def test_versions_of_a_rule_stand_beside_each_other(
    db: None, enter: Enter, charter_copy: Callable[..., Path]
) -> None:
    """What changed is named line by line; an example is shown as one."""
    later = """      - id: example-2
        effective_from: 2027-01-01
        clause: CLR-01
        example: true
        services: [bus, metro]
        amount_max_fen: 3000
        parameters: {}
  parking:
"""
    changes = {"clearing.yaml": [("  parking:\n", later)]}
    apply_charter(LEAGUE, charter_copy(LEAGUE, changes))
    reader = enter(Role.SECRETARIAT)
    assert heading(reader, f"{ROOT}schemes/") == (
        "4 dated rules price the taps; 4 of them are examples, not yet agreed"
    )
    html = reader.get(f"{ROOT}schemes/transit/").content.decode()
    assert "example, version 2 differs from example, version 1 in 3 lines" in html
    assert html.count('<tr class="changed">') == 3
    compared = html.split('<table class="difference">')[1]
    assert "Version: example, version 2" in compared
    assert "example-2" not in compared
    assert "Parameters" not in compared
    assert "Example, not yet agreed" not in compared
    assert "not yet agreed" in html
    same = f"{ROOT}schemes/transit/?before=example-1&after=example-1"
    assert "in 0 lines" in reader.get(same).content.decode()
    assert reader.get(f"{ROOT}schemes/transit/?before=none").status_code == 404
    assert reader.get(f"{ROOT}schemes/rail/").status_code == 404


def test_the_list_asks_as_often_for_many_windows(
    house: None, enter: Enter, django_assert_num_queries: Count
) -> None:
    """Ten windows need no more questions than one."""
    reader = enter(Role.APPROVER)
    open_window("2026-11-01")
    reader.get(ROOT)
    with django_assert_num_queries(LIST_QUERIES):
        reader.get(ROOT)
    for day in range(2, 11):
        draft = WindowDraft(slug=f"2026-11-{day:02d}", expected={})
        windows.open_window(OPERATOR, LEAGUE, draft)
    with django_assert_num_queries(LIST_QUERIES):
        reader.get(ROOT)


def test_a_window_asks_as_often_for_many_files(
    house: None,
    enter: Enter,
    bring: Callable[..., Any],
    django_assert_num_queries: Count,
) -> None:
    """Files, payments and steps are each one question, however many there are."""
    open_window()
    reader = enter(Role.APPROVER)
    bring("changsha-card_1.csv", tap("A1"))
    published()
    reader.get(WINDOW)
    with django_assert_num_queries(WINDOW_QUERIES):
        reader.get(WINDOW)
    for number in range(2, 8):
        bring(f"changsha-card_{number}.csv", tap(f"A{number}"))
    with django_assert_num_queries(WINDOW_QUERIES):
        reader.get(WINDOW)


LIST_QUERIES, WINDOW_QUERIES = 13, 36
