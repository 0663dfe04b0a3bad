"""The commands of invitations and excerpts: the clerk's way without a browser."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from conftest import Hansa, Run
from hansa.governance.terms.dockets import Delivery
from hansa.governance.tests.sessions import scene

SESSION = ("huaihai", "symposium/2026")
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_a_notice_its_replies_and_its_papers(
    run: Run, hansa: Hansa, tmp_path: Path
) -> None:
    """Issued, replied on the telephone, listed, and written as files."""
    scene.convene("symposium", date(2026, 11, 27))
    issued = run(
        "session", "invite", *SESSION, "--reply-by", "2026-11-25", "--hour", "09:00",
        "--invitee", "省发展改革委",
    )  # fmt: skip
    assert issued["replies"]["invited"] == 43
    replied = run(
        "session", "reply", *SESSION, "linyi/party-secretary", "alternate",
        "--alternate", "临沂市委副书记", "--document", "临办函〔2026〕3号",
        "--spoke-to", "临沂市委办公室", "--at", "2026-11-24T08:58",
    )  # fmt: skip
    assert replied["replies"]["alternates"] == 1
    listed = hansa("session", "invitations", *SESSION)
    assert "临沂市委副书记" in listed.out
    link = run("session", "reply-link", *SESSION, "省发展改革委")["link"]
    assert "/invitation/" in link
    kit, ics, notice = (tmp_path / name for name in ("kit.zip", "i.ics", "n.docx"))
    hansa("session", "kit", *SESSION, str(kit))
    hansa("session", "calendar", *SESSION, str(ics))
    hansa("session", "notice", *SESSION, str(notice))
    assert len(zipfile.ZipFile(io.BytesIO(kit.read_bytes())).namelist()) == 6
    event: Any = icalendar.Calendar.from_ical(ics.read_bytes()).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 0
    assert notice.read_bytes().startswith(b"PK")
    attended = run("session", "attend-as-replied", *SESSION)
    assert attended["attendance"]["there"] == 1


@pytest.mark.parametrize(
    "typed",
    [
        ("session", "invite", *SESSION, "--hour", "morning"),
        ("session", "invite", *SESSION, "--reply-by", "soon"),
        ("session", "reply", *SESSION, "linyi/mayor", "coming"),
        ("session", "reply", *SESSION, "linyi/party-secretary", "perhaps"),
        (
            "session",
            "reply",
            *SESSION,
            "linyi/party-secretary",
            "coming",
            "--at",
            "now",
        ),
        ("session", "reply-link", *SESSION, ""),
        ("session", "kit", *SESSION, "kit.zip"),
        ("minutes", "excerpt", *SESSION, "nobody"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    hansa: Hansa, typed: tuple[str, ...]
) -> None:
    """No command ends in a trace, and none writes anything."""
    scene.convene("symposium", date(2026, 11, 27))
    ended = hansa(*typed)
    assert ended.code != 0
    assert "Traceback" not in ended.out + ended.err
    assert not Path("kit.zip").exists()


def test_one_unit_gets_its_excerpt_in_one_command(
    run: Run, hansa: Hansa, tmp_path: Path
) -> None:
    """By the name of the unit; all minutes of the league are listed beside it."""
    scene.cleared(date(2026, 8, 20), "跨省公交")
    session, (item,) = scene.symposium(date(2026, 11, 19), "跨省公交")
    unit = scene.bureau("zaozhuang")
    scene.consent(item)
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(2027, 6, 30))
    scene.end(item, delivery=delivery)
    assert scene.sheet(session).items
    name = "zaozhuang市发展和改革委员会"
    found = run("minutes", "excerpt", *SESSION, name)
    assert next(one["words"] for one in found["paragraphs"]).endswith("跨省公交")
    file = tmp_path / "excerpt.docx"
    hansa("minutes", "excerpt", *SESSION, name, str(file))
    assert file.read_bytes().startswith(b"PK")
    assert [line["body"] for line in run("minutes", "list", "huaihai")] == [
        "consultation"
    ]
    assert "symposium" not in hansa("minutes", "list", "huaihai", "--year", "2026").out
