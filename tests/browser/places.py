"""Every page of the demonstration, with who may open it: for tests and for screenshots.

A place is an address, or an address and steps from there: a link to follow, a button to
press. So pages over one record are found in whatever the demonstration holds.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, Response

UUID = "[0-9a-f-]{36}"
LAWS = "/huaihai/governance/laws/"
WIDE = 30_000  # Milliseconds; a machine that runs many browsers is slow.


@dataclass(frozen=True, slots=True)
class Follow:
    """Open the first link whose whole address matches."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button, and wait for the page it leads to."""

    button: str


@dataclass(frozen=True, slots=True)
class Read:
    """Open the address that is written in a field, such as a link shown once."""

    field: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Type into a field."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Tick a box."""

    box: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose a value of a field."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Bring:
    """Put the file that an address gives into a field."""

    field: str
    address: str


Step = Follow | Press | Read | Fill | Choose | Tick | Bring


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the demonstration.

    Attributes:
        name: of the place, and of its pictures.
        address: where it is, or where the way to it begins.
        who: a sign-in; empty for none.
        find: the steps from there.
        status: what the server answers.
        covers: names of pages that are seen beside the one that the address names.
    """

    name: str
    address: str
    who: str = ""
    find: tuple[Step, ...] = ()
    status: int = 200
    covers: tuple[str, ...] = ()

    @property
    def way(self) -> tuple[str, ...]:
        """Give the addresses on the way, with a sample id for each that is found."""
        found = [step.pattern for step in self.find if isinstance(step, Follow)]
        return (self.address, *(_sample(pattern) for pattern in found))


def _sample(pattern: str) -> str:
    sample = pattern.replace(UUID, "00000000-0000-4000-8000-000000000000")
    sample = sample.replace("[0-9a-f]+", "0").replace("[a-z-]+", "office")
    return sample.replace(r"\d+", "1").replace(r"\?.*", "")


def open_place(page: Page, place: Place) -> Response | None:
    """Go to a place with a browser in which its reader is signed in."""
    answer = page.goto(place.address)
    for step in place.find:
        answer = _take(page, step) or answer
    return answer


def _take(page: Page, step: Step) -> Response | None:
    match step:
        case Follow(pattern):
            return page.goto(_link(page, pattern))
        case Read(field):
            return page.goto(page.locator(field).first.input_value())
        case Press(button):
            unfold(page)
            with page.expect_response(
                lambda answer: (
                    answer.request.is_navigation_request() and answer.status < 300
                ),
                timeout=WIDE,
            ) as answered:
                page.locator(button).first.click()
            page.wait_for_load_state()
            return answered.value
        case Fill(field, value):
            unfold(page)
            page.locator(field).first.fill(value)
        case Choose(field, value):
            unfold(page)
            page.locator(field).first.select_option(value)
        case Tick(box):
            unfold(page)
            page.locator(box).first.check()
        case Bring(field, address):
            content = page.request.get(address).body()
            page.locator(field).first.set_input_files(
                {"name": "工作簿.xlsx", "mimeType": XLSX, "buffer": content}
            )
    return None


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def unfold(page: Page) -> None:
    """Open what stands folded on a page, menus apart, so that all of it is there."""
    page.evaluate(
        "document.querySelectorAll('main details:not(.menu)').forEach(d => d.open = true)"
    )


def _link(page: Page, pattern: str) -> str:
    hrefs = page.eval_on_selector_all(
        "a[href]", "all => all.map(a => a.getAttribute('href'))"
    )
    return next(str(href) for href in hrefs if re.fullmatch(pattern, href))


DUTY = f"/huaihai/duties/{UUID}/"
REQUEST = f"/huaihai/duties/requests/{UUID}/"
SUPERVISION = "/huaihai/duties/supervision/"
NOTICE = f"/huaihai/notices/{UUID}/"
RECORD = f"/huaihai/governance/records/{UUID}/"
EXPERTS = "/huaihai/governance/experts/"
CIRCULAR = f"/changzhutan/governance/circulars/{UUID}/"
SESSION = f"/huaihai/governance/sessions/{UUID}/"
AGREEMENT = f"/huaihai/governance/agreements/{UUID}/"
CONSULTATION = f"/changzhutan/governance/consultations/{UUID}/"
OPEN_DRAFT = Follow(CONSULTATION)
OF_THREE = f"/changzhutan/governance/agreements/{UUID}/"
UNIT = f"/huaihai/directory/units/{UUID}/"
PERSON = f"/huaihai/directory/people/{UUID}/"
POSTING = f"/huaihai/directory/postings/{UUID}/"
ACCOUNT = r"/accounts/\d+/"
DIRECTORY = "/huaihai/directory/"
OVERDUE = "/huaihai/duties/?state=overdue"

PUBLIC: tuple[Place, ...] = (
    Place("home", "/"),
    Place("style", "/style/"),
    Place("sign-in", "/account/sign-in/"),
    Place("reset", "/account/reset/"),
    Place("league", "/huaihai/"),
    Place("league-czt", "/changzhutan/"),
    Place("league-founding", "/huaihai/?as-of=2018-12-09"),
    Place("league-unsigned", "/huaihai/?as-of=2018-06-01"),
    Place("calendar", "/huaihai/governance/calendar/"),
    Place("calendar-czt", "/changzhutan/governance/calendar/?from=2025&to=2025"),
    Place("bodies", "/huaihai/governance/bodies/"),
    Place("body", "/huaihai/governance/bodies/symposium/"),
    Place("counties", "/huaihai/governance/counties/"),
    Place("bodies-czt", "/changzhutan/governance/bodies/", "secretariat"),
    Place(
        "body-programme",
        "/changzhutan/governance/bodies/programme-trunk-roads/",
        "secretariat",
    ),
    Place(
        "body-platform",
        "/changzhutan/governance/bodies/rail-platform/",
        "secretariat",
    ),
    Place("body-change", "/huaihai/governance/body-changes/new/", "office"),
    Place("clauses", "/huaihai/charter/clauses/"),
    Place("clauses-searched", "/huaihai/charter/clauses/?q=轮值"),
    Place("clause", "/huaihai/charter/clauses/GOV-11/"),
    Place("works", "/huaihai/delivery/works/"),
    Place("work", "/huaihai/delivery/works/PRJ-07/"),
    Place("systems", "/huaihai/systems/"),
    Place("directory-public", DIRECTORY),
    Place("units-public", f"{DIRECTORY}units/"),
    Place("resident-city", "/huaihai/resident/"),
    Place("resident", "/huaihai/resident/?city=shangqiu"),
    Place("search", "/huaihai/search/?q=徐州"),
    Place("search-nothing", "/huaihai/search/?q=无此事项"),
    Place("subscribe", "/huaihai/feeds/"),
    Place("missing", "/huaihai/nowhere/", status=404),
    Place("missing-anywhere", "/no/where/at/all/", status=404),
    Place("refused-filter", "/huaihai/governance/calendar/?from=x", status=422),
    Place("forbidden", "/huaihai/journal/", "shangqiu", status=403),
    Place("forbidden-accounts", "/accounts/", "shangqiu", status=403),
)

OF_THE_OFFICE: tuple[Place, ...] = (
    Place("todo-office", "/huaihai/duties/todo/", "office"),
    Place("duties-office", "/huaihai/duties/", "office"),
    Place("duties-nothing", "/huaihai/duties/?q=无此事项", "office"),
    Place("duty-office", OVERDUE, "office", (Follow(DUTY),)),
    Place(
        "remind",
        OVERDUE,
        "office",
        (Tick("tbody input[name=id]"), Press("button[formaction$='/remind/']")),
        covers=("duties:bulk-remind", "notices:plan"),
    ),
    Place("requests", "/huaihai/duties/requests/", "office"),
    Place("request", "/huaihai/duties/requests/", "office", (Follow(REQUEST),)),
    Place("request-new", "/huaihai/duties/requests/new/", "office"),
    Place("notices", "/huaihai/notices/", "office"),
    Place("notices-unanswered", "/huaihai/notices/unanswered/", "office"),
    Place("notice", "/huaihai/notices/", "office", (Follow(NOTICE),)),
    Place(
        "notice-telephone",
        "/huaihai/notices/unanswered/",
        "office",
        (Follow(NOTICE),),
        covers=("notices:telephone",),
    ),
    Place(
        "notice-link",
        "/huaihai/notices/unanswered/",
        "office",
        (Follow(NOTICE), Press("form[action$='/link/'] button")),
        covers=("notices:link",),
    ),
    Place(
        "receipt",
        "/huaihai/notices/unanswered/",
        "office",
        (Follow(NOTICE), Press("form[action$='/link/'] button"), Read("#link")),
        covers=("receipt:page",),
    ),
    Place("notice-new", "/huaihai/notices/new/", "office"),
    Place("channels", "/huaihai/notices/channels/", "office"),
    Place("notification-defaults", "/huaihai/notices/defaults/", "office"),
    Place("notifications", "/account/notifications/huaihai/", "shangqiu"),
    Place("supervision", SUPERVISION, "zaozhuang-transport"),
    Place("supervision-liaison", SUPERVISION, "zaozhuang"),
    Place(
        "supervision-paper",
        SUPERVISION,
        "zaozhuang-transport",
        (Follow(f"{SUPERVISION}papers/{UUID}/"),),
    ),
    Place(
        "supervision-bulletin",
        SUPERVISION,
        "zaozhuang-transport",
        (Follow(f"{SUPERVISION}bulletins/{UUID}/"),),
    ),
    Place("directory", DIRECTORY, "office"),
    Place("units", f"{DIRECTORY}units/", "office"),
    Place("unit", f"{DIRECTORY}units/", "office", (Follow(UNIT),)),
    Place("unit-open", f"{DIRECTORY}units/new/", "office"),
    *(
        Place(
            f"unit-{act}",
            f"{DIRECTORY}units/",
            "office",
            (Follow(UNIT), Follow(f"{UNIT}{act}/")),
        )
        for act in ("edit", "rename", "close")
    ),
    Place("people", f"{DIRECTORY}people/", "office"),
    Place("person", f"{DIRECTORY}people/", "office", (Follow(PERSON),)),
    Place("person-add", f"{DIRECTORY}people/new/", "office"),
    *(
        Place(
            f"person-{act}",
            f"{DIRECTORY}people/",
            "office",
            (Follow(PERSON), Follow(f"{PERSON}{act}/")),
        )
        for act in ("edit", "leave")
    ),
    *(
        Place(f"posting-{kind}", f"{DIRECTORY}postings/new/{kind}/", "office")
        for kind in ("office", "secondment", "focal-point", "lead", "delegation")
    ),
    *(
        Place(
            f"posting-{act}",
            DIRECTORY,
            "office",
            (Follow(PERSON), Follow(f"{POSTING}{act}/")),
        )
        for act in ("end", "withdraw")
    ),
    Place(
        "system-record",
        "/huaihai/systems/",
        "office",
        (Follow(r"/huaihai/directory/systems/[a-z-]+/"),),
    ),
    Place("register", f"{DIRECTORY}register/", "office"),
    Place(
        "register-preview",
        f"{DIRECTORY}register/",
        "office",
        (
            Bring("input[type=file]", f"{DIRECTORY}register/export/"),
            Press("main form button"),
        ),
        covers=("directory:register-preview",),
    ),
    Place("roster", "/huaihai/governance/roster/", "office"),
    Place("compliance", "/huaihai/governance/compliance/", "office"),
    Place("records", "/huaihai/governance/records/", "office"),
    Place("record", "/huaihai/governance/records/", "office", (Follow(RECORD),)),
    Place("record-new", "/huaihai/governance/records/new/", "office"),
    Place(
        "record-correct",
        "/huaihai/governance/records/",
        "office",
        (Follow(RECORD), Follow(f"{RECORD}correct/")),
    ),
    Place("sessions", "/huaihai/governance/sessions/", "office"),
    Place("session", "/huaihai/governance/sessions/", "office", (Follow(SESSION),)),
    Place(
        "session-closed",
        "/huaihai/governance/sessions/?state=closed",
        "office",
        (Follow(SESSION),),
    ),
    Place(
        "session-item",
        "/huaihai/governance/sessions/",
        "office",
        (Follow(SESSION), Follow(f"{SESSION}items/{UUID}/")),
    ),
    Place(
        "minutes",
        "/huaihai/governance/sessions/?state=closed",
        "office",
        (Follow(SESSION), Follow(f"{SESSION}minutes/")),
    ),
    Place(
        "minutes-compare",
        "/huaihai/governance/sessions/?state=closed",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}minutes/"),
            Follow(f"{SESSION}minutes/compare/"),
        ),
    ),
    Place(
        "minutes-edition",
        "/huaihai/governance/sessions/?state=closed",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}minutes/"),
            Follow(f"{SESSION}minutes/editions/1/"),
        ),
    ),
    Place("experts", "/huaihai/governance/experts/", "office"),
    Place(
        "expert",
        "/huaihai/governance/experts/",
        "office",
        (Follow(f"{EXPERTS}{UUID}/"),),
    ),
    Place("expert-new", f"{EXPERTS}new/", "office"),
    Place("draws", "/huaihai/governance/draws/", "office"),
    Place(
        "draw",
        "/huaihai/governance/draws/",
        "office",
        (Follow(f"/huaihai/governance/draws/{UUID}/"),),
    ),
    Place(
        "advice",
        "/huaihai/governance/draws/",
        "office",
        (
            Follow(f"/huaihai/governance/draws/{UUID}/"),
            Follow(f"/huaihai/governance/items/{UUID}/advice/"),
        ),
    ),
    Place("consultations", "/changzhutan/governance/consultations/"),
    Place("consultation", "/changzhutan/governance/consultations/", "", (OPEN_DRAFT,)),
    Place(
        "consultation-results",
        "/changzhutan/governance/consultations/?state=published",
        "",
        (OPEN_DRAFT,),
    ),
    Place(
        "consultation-office",
        "/changzhutan/governance/consultations/",
        "secretariat",
        (OPEN_DRAFT,),
    ),
    Place(
        "consultation-new", "/changzhutan/governance/consultations/new/", "secretariat"
    ),
    Place(
        "comments",
        "/changzhutan/governance/consultations/",
        "secretariat",
        (OPEN_DRAFT, Follow(f"{CONSULTATION}comments/")),
    ),
    Place(
        "comments-group",
        "/changzhutan/governance/consultations/",
        "secretariat",
        (OPEN_DRAFT, Follow(f"{CONSULTATION}groups/")),
    ),
    Place("comment-receipts", "/changzhutan/governance/consultations/receipts/"),
    Place(
        "comment-receipt",
        "/changzhutan/governance/consultations/",
        "",
        (
            OPEN_DRAFT,
            Fill("#id_words", "请延长夜间换乘优惠时间。"),
            Press("#comment button"),
        ),
        covers=("governance:receipt",),
    ),
    Place(
        "consultations-office", "/changzhutan/governance/consultations/", "secretariat"
    ),
    Place("stakeholders", "/huaihai/governance/stakeholders/"),
    Place(
        "stakeholder",
        "/huaihai/governance/stakeholders/",
        "office",
        (Follow(f"/huaihai/governance/stakeholders/{UUID}/"),),
    ),
    Place("stakeholder-new", "/huaihai/governance/stakeholders/new/", "office"),
    Place(
        "filing",
        "/huaihai/governance/stakeholders/",
        "office",
        (
            Follow(f"/huaihai/governance/stakeholders/{UUID}/"),
            Press("form[action$='/link/'] button"),
            Read("#filing-link"),
        ),
        covers=("governance:stakeholder-act", "filing:page"),
    ),
    Place("proposals", "/huaihai/governance/proposals/"),
    Place(
        "proposal",
        "/huaihai/governance/proposals/",
        "",
        (Follow(f"/huaihai/governance/proposals/{UUID}/"),),
    ),
    Place("proposal-new", "/huaihai/governance/proposals/new/", "office"),
    Place("studies", "/huaihai/governance/studies/", "office"),
    Place(
        "study",
        "/huaihai/governance/studies/",
        "office",
        (Follow(f"/huaihai/governance/studies/{UUID}/"),),
    ),
    Place("study-new", "/huaihai/governance/studies/new/", "office"),
    Place("laws", LAWS, "office"),
    Place("law-new", f"{LAWS}new/", "office"),
    Place("law", LAWS, "office", (Follow(f"{LAWS}{UUID}/"),)),
    Place(
        "law-row",
        LAWS,
        "zaozhuang",
        (
            Follow(f"{LAWS}{UUID}/"),
            Follow(f"{LAWS}{UUID}/rows/zaozhuang/[0-9a-f]+-1/"),
        ),
    ),
    Place(
        "law-draft",
        LAWS,
        "office",
        (Follow(f"{LAWS}{UUID}/"), Follow(f"{LAWS}{UUID}/drafts/zaozhuang/1/")),
    ),
    Place("agreements", "/huaihai/governance/agreements/", "office"),
    Place("agreement-new", "/huaihai/governance/agreements/new/", "office"),
    Place(
        "agreement",
        "/huaihai/governance/agreements/?state=published",
        "office",
        (Follow(AGREEMENT),),
    ),
    Place(
        "agreement-version",
        "/huaihai/governance/agreements/?state=draft",
        "office",
        (Follow(AGREEMENT), Follow(f"{AGREEMENT}versions/1/")),
    ),
    Place(
        "agreement-sign",
        "/changzhutan/governance/agreements/?state=circulated",
        "secretariat",
        (Follow(OF_THREE), Follow(f"{OF_THREE}sign/")),
    ),
    Place(
        "agreement-verify",
        "/huaihai/governance/agreements/?state=published",
        "office",
        (Follow(AGREEMENT), Follow(f"{AGREEMENT}verify/")),
    ),
    Place("minutes-list", "/huaihai/governance/minutes/", "office"),
    Place(
        "invitations",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (Follow(SESSION), Follow(f"{SESSION}invitations/")),
    ),
    Place(
        "invitation",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}invitations/"),
            Follow(f"{SESSION}invitations/{UUID}/"),
        ),
    ),
    Place(
        "invitation-link",
        "/huaihai/governance/sessions/?state=convened",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}invitations/"),
            Follow(f"{SESSION}invitations/{UUID}/"),
            Press("form[action$='/link/'] button"),
        ),
        covers=("governance:invitation-act",),
    ),
    Place(
        "invitation-reply",
        "/huaihai/governance/sessions/?state=convened",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}invitations/"),
            Follow(f"{SESSION}invitations/{UUID}/"),
            Press("form[action$='/link/'] button"),
            Read("#link"),
        ),
        covers=("invitation:page",),
    ),
    Place(
        "session-notice",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}invitations/"),
            Follow(f"{SESSION}notice/"),
        ),
    ),
    Place(
        "roll",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (
            Follow(SESSION),
            Follow(f"{SESSION}invitations/"),
            Follow(f"{SESSION}roll/"),
        ),
    ),
    Place(
        "wall",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (Follow(SESSION), Follow(f"{SESSION}wall/")),
    ),
    Place(
        "excerpts",
        "/huaihai/governance/sessions/?body=symposium",
        "office",
        (Follow(SESSION), Follow(f"{SESSION}excerpts/")),
    ),
    Place("circulars", "/changzhutan/governance/circulars/", "secretariat"),
    Place(
        "circular",
        "/changzhutan/governance/circulars/",
        "secretariat",
        (Follow(CIRCULAR),),
    ),
    Place("circular-new", "/huaihai/governance/circulars/new/", "office"),
    Place("handovers", "/huaihai/governance/handovers/", "office"),
    Place("handover", "/huaihai/governance/handovers/2027-01-01/", "office"),
    Place("handover-signed", "/huaihai/governance/handovers/2026-01-01/", "office"),
    Place("session-new", "/huaihai/governance/sessions/new/", "office"),
    Place("cases", "/huaihai/casework/", "office"),
    Place("case-new", "/huaihai/casework/new/", "office"),
    Place("case-open", "/huaihai/casework/new/dispute/", "office"),
    Place("history", "/huaihai/governance/history/", "office"),
    Place(
        "history-preview",
        "/huaihai/governance/history/",
        "office",
        (
            Bring("input[type=file]", "/huaihai/governance/history/export/"),
            Press("main form button.main"),
        ),
    ),
    Place("work-office", "/huaihai/delivery/works/PRJ-07/", "office"),
    Place("journal", "/huaihai/journal/", "office"),
    Place("journal-verified", "/huaihai/journal/?verify=1", "auditor"),
    Place("briefing-of", "/huaihai/briefing/shangqiu/", "office"),
    Place("todo-secretariat", "/changzhutan/duties/todo/", "secretariat"),
    Place("duties-secretariat", "/changzhutan/duties/", "secretariat"),
)

OF_CITIES: tuple[Place, ...] = (
    Place("todo-liaison", "/huaihai/duties/todo/", "shangqiu"),
    Place("duties-liaison", "/huaihai/duties/", "shangqiu"),
    Place(
        "duty-liaison",
        "/huaihai/duties/todo/",
        "shangqiu",
        (Follow(DUTY),),
        covers=("duties:act",),
    ),
    Place(
        "hand-on",
        "/huaihai/duties/",
        "shangqiu",
        (Tick("tbody input[name=id]"), Press("button[formaction$='/hand-on/']")),
        covers=("duties:bulk-hand-on", "duties:hand-on-many"),
    ),
    Place("directory-liaison", DIRECTORY, "shangqiu"),
    Place("notices-liaison", "/huaihai/notices/", "shangqiu"),
    Place("todo-unit", "/huaihai/duties/todo/", "zaozhuang-transport"),
    Place("clearing", "/changzhutan/clearing/", "clearing"),
    Place("clearing-open", "/changzhutan/clearing/open/", "clearing"),
    Place("clearing-window", "/changzhutan/clearing/windows/2026-11-23/", "clearing"),
    Place(
        "clearing-approve",
        "/changzhutan/clearing/windows/2026-11-23/",
        "clearing-second",
    ),
    Place(
        "clearing-settled",
        "/changzhutan/clearing/windows/2026-11-19/",
        "secretariat",
    ),
    Place(
        "clearing-partial",
        "/changzhutan/clearing/windows/2026-11-16/",
        "clearing",
    ),
    Place("clearing-held", "/changzhutan/clearing/windows/2026-11-17/", "clearing"),
    Place("clearing-sealed", "/changzhutan/clearing/windows/2026-11-18/", "clearing"),
    Place("clearing-missing", "/huaihai/clearing/windows/2026-11-22/", "office"),
    Place(
        "clearing-voided",
        "/changzhutan/clearing/windows/2026-11-09/?batch=0",
        "secretariat",
    ),
    Place(
        "clearing-unpaid",
        "/changzhutan/clearing/windows/2026-11-23/unpaid/?fund=100000",
        "secretariat",
    ),
    Place(
        "clearing-collecting",
        "/changzhutan/clearing/windows/2026-11-24/",
        "clearing",
    ),
    Place(
        "clearing-bring",
        "/changzhutan/clearing/windows/2026-11-24/files/",
        "clearing",
    ),
    Place(
        "clearing-exceptions",
        "/changzhutan/clearing/windows/2026-11-23/exceptions/",
        "secretariat",
    ),
    Place(
        "clearing-why",
        "/changzhutan/clearing/windows/2026-11-20/why/?from=changsha&to=zhuzhou",
        "secretariat",
    ),
    Place(
        "clearing-what-if",
        "/changzhutan/clearing/windows/2026-11-20/what-if/",
        "secretariat",
    ),
    Place("clearing-statements", "/changzhutan/clearing/statements/", "zhuzhou"),
    Place(
        "clearing-statement",
        "/changzhutan/clearing/windows/2026-11-20/statements/zhuzhou/",
        "zhuzhou",
    ),
    Place(
        "clearing-dispute",
        "/changzhutan/clearing/windows/2026-11-20/statements/zhuzhou/dispute/",
        "zhuzhou",
    ),
    Place(
        "clearing-adjust",
        "/changzhutan/clearing/windows/2026-11-20/adjustment/",
        "clearing",
    ),
    Place("clearing-schemes", "/changzhutan/clearing/schemes/", "secretariat"),
    Place("clearing-lists", "/changzhutan/clearing/lists/", "clearing"),
    Place("clearing-scheme", "/changzhutan/clearing/schemes/parking/", "secretariat"),
    Place(
        "clearing-participants", "/changzhutan/clearing/participants/", "secretariat"
    ),
    Place(
        "clearing-participant",
        "/changzhutan/clearing/participants/zhuzhou-card/",
        "clearing-second",
    ),
    Place("clearing-apply", "/changzhutan/clearing/participants/new/", "clearing"),
    Place("clearing-ledger", "/changzhutan/clearing/ledger/", "secretariat"),
    Place("clearing-huaihai", "/huaihai/clearing/windows/2026-11-23/", "office"),
    Place("clearing-huaihai-list", "/huaihai/clearing/?state=reconciled", "office"),
    Place(
        "case-of-clearing",
        "/changzhutan/casework/",
        "clearing",
        (Follow(f"/changzhutan/casework/{UUID}/"),),
    ),
    Place("briefing", "/huaihai/briefing/", "leader-suzhou"),
)

OF_ACCOUNTS: tuple[Place, ...] = (
    Place("account", "/account/", "office"),
    Place("password", "/account/password/", "office"),
    Place(
        "key",
        "/account/",
        "zaozhuang",
        (
            Fill("form[action='/account/keys/'] input[name=name]", "台账程序"),
            Tick("form[action='/account/keys/'] input[type=checkbox]"),
            Press("form[action='/account/keys/'] button.main"),
        ),
        covers=("accounts:keys",),
    ),
    Place(
        "feed",
        "/account/",
        "zaozhuang",
        (
            Choose("form[action='/account/feeds/'] select[name=league]", "huaihai"),
            Choose("form[action='/account/feeds/'] select[name=scope]", "league"),
            Press("form[action='/account/feeds/'] button.main"),
        ),
        covers=("accounts:feeds",),
    ),
    Place("accounts", "/accounts/", "admin"),
    Place("accounts-auditor", "/accounts/", "auditor"),
    Place("account-new", "/accounts/new/", "admin"),
    Place("account-one", "/accounts/", "admin", (Follow(ACCOUNT),)),
    Place("account-roles", "/accounts/", "security", (Follow(ACCOUNT),)),
    Place(
        "password-link",
        "/accounts/?q=zhuzhou",
        "admin",
        (Follow(ACCOUNT), Press("form[action$='/link/'] button")),
        covers=("accounts:make-link",),
    ),
    Place(
        "reset-link",
        "/accounts/?q=zhuzhou",
        "admin",
        (Follow(ACCOUNT), Press("form[action$='/link/'] button"), Read("#secret")),
        covers=("accounts:reset-link",),
    ),
    Place("rights", "/rights/", "auditor"),
)

PLACES: tuple[Place, ...] = (*PUBLIC, *OF_THE_OFFICE, *OF_CITIES, *OF_ACCOUNTS)
