"""Every page of the demonstration, with who may open it: for tests and for screenshots."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the demonstration; ``who`` is a sign-in, empty for none."""

    name: str
    address: str
    who: str = ""


PLACES: tuple[Place, ...] = (
    Place("home", "/"),
    Place("style", "/style/"),
    Place("sign-in", "/account/sign-in/"),
    Place("reset", "/account/reset/"),
    Place("league", "/huaihai/"),
    Place("league-czt", "/changzhutan/"),
    Place("league-founding", "/huaihai/?as-of=2018-12-09"),
    Place("calendar", "/huaihai/governance/calendar/"),
    Place("calendar-czt", "/changzhutan/governance/calendar/?from=2025&to=2025"),
    Place("bodies", "/huaihai/governance/bodies/"),
    Place("body", "/huaihai/governance/bodies/symposium/"),
    Place("clauses", "/huaihai/charter/clauses/"),
    Place("clause", "/huaihai/charter/clauses/GOV-11/"),
    Place("works", "/huaihai/delivery/works/"),
    Place("work", "/huaihai/delivery/works/PRJ-07/"),
    Place("systems", "/huaihai/systems/"),
    Place("directory-public", "/huaihai/directory/"),
    Place("resident-city", "/huaihai/resident/"),
    Place("resident", "/huaihai/resident/?city=shangqiu"),
    Place("search", "/huaihai/search/?q=徐州"),
    Place("subscribe", "/huaihai/feeds/"),
    Place("todo-office", "/huaihai/duties/todo/", "office"),
    Place("duties-office", "/huaihai/duties/", "office"),
    Place("requests", "/huaihai/duties/requests/", "office"),
    Place("request-new", "/huaihai/duties/requests/new/", "office"),
    Place("notices", "/huaihai/notices/", "office"),
    Place("channels", "/huaihai/notices/channels/", "office"),
    Place("directory", "/huaihai/directory/", "office"),
    Place("roster", "/huaihai/governance/roster/", "office"),
    Place("compliance", "/huaihai/governance/compliance/", "office"),
    Place("records", "/huaihai/governance/records/", "office"),
    Place("record-new", "/huaihai/governance/records/new/", "office"),
    Place("cases", "/huaihai/casework/", "office"),
    Place("case-new", "/huaihai/casework/new/", "office"),
    Place("case-open", "/huaihai/casework/new/dispute/", "office"),
    Place("history", "/huaihai/governance/history/", "office"),
    Place("register", "/huaihai/directory/register/", "office"),
    Place("journal", "/huaihai/journal/", "office"),
    Place("account", "/account/", "office"),
    Place("todo-secretariat", "/changzhutan/duties/todo/", "secretariat"),
    Place("todo-liaison", "/huaihai/duties/todo/", "shangqiu"),
    Place("duties-liaison", "/huaihai/duties/", "shangqiu"),
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
        "/changzhutan/clearing/windows/2026-11-20/",
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
    Place("clearing-schemes", "/changzhutan/clearing/schemes/", "secretariat"),
    Place("clearing-scheme", "/changzhutan/clearing/schemes/transit/", "secretariat"),
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
    Place("briefing", "/huaihai/briefing/", "leader-suzhou"),
    Place("accounts", "/accounts/", "administrator"),
    Place("rights", "/rights/", "auditor"),
)
