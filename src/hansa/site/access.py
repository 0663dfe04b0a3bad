"""Which right guards each page: the permission matrix reads it, and a test holds it.

``PUBLIC`` is open to everybody; ``OWN`` concerns whoever signed in and nobody else; a
``SECRET`` address opens by what it holds. Every other page names the right that is judged
for it. The API and the commands call the same services, so they have no table of their
own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject

from hansa.directory.terms.accounts import Door, DoorKind

PUBLIC, OWN, SECRET = "public", "own", "secret"
OPEN = frozenset({PUBLIC, OWN, SECRET})

GUARDS: Mapping[str, str] = {
    "home": PUBLIC,
    "start": OWN,
    "style": PUBLIC,
    "set_language": PUBLIC,
    "league": PUBLIC,
    "resident": PUBLIC,
    "systems": PUBLIC,
    "search": PUBLIC,
    "briefing": "briefing.read",
    "briefing-of": "briefing.read",
    "journal": "journal.read",
    "file": "files.read",
    "charter:clauses": PUBLIC,
    "charter:clause": PUBLIC,
    "receipt:page": SECRET,
    "feeds:secret": SECRET,
    "feeds:league": PUBLIC,
    "feeds:body": PUBLIC,
    "feeds:entry": PUBLIC,
    "feeds:subscribe": PUBLIC,
    "accounts:sign-in": PUBLIC,
    "accounts:sign-out": PUBLIC,
    "accounts:identity": PUBLIC,
    "accounts:identity-return": PUBLIC,
    "accounts:reset": PUBLIC,
    "accounts:reset-link": SECRET,
    "accounts:account": OWN,
    "accounts:password": OWN,
    "accounts:end-others": OWN,
    "accounts:end-session": OWN,
    "accounts:keys": OWN,
    "accounts:revoke-key": OWN,
    "accounts:feeds": OWN,
    "accounts:revoke-feed": OWN,
    "accounts:keep-view": OWN,
    "accounts:drop-view": OWN,
    "accounts:list": "accounts.read",
    "accounts:one": "accounts.read",
    "accounts:new": "accounts.keep",
    "accounts:change": "accounts.keep",
    "accounts:deactivate": "accounts.keep",
    "accounts:reactivate": "accounts.keep",
    "accounts:unlock": "accounts.keep",
    "accounts:make-link": "accounts.keep",
    "accounts:end-sessions": "accounts.keep",
    "accounts:revoke-key-of": "accounts.keep",
    "accounts:give-role": "accounts.grant",
    "accounts:end-role": "accounts.grant",
    "accounts:rights": "accounts.matrix",
    "directory:directory": PUBLIC,
    "directory:units": PUBLIC,
    "directory:unit": PUBLIC,
    "directory:open-unit": "directory.keep-people",
    "directory:edit-unit": "directory.keep-people",
    "directory:rename-unit": "directory.keep-people",
    "directory:close-unit": "directory.keep-people",
    "directory:reopen-unit": "directory.keep-people",
    "directory:people": "directory.read-people",
    "directory:person": "directory.read-people",
    "directory:add-person": "directory.keep-people",
    "directory:edit-person": "directory.keep-people",
    "directory:leave": "directory.keep-people",
    "directory:add-posting": "directory.keep-people",
    "directory:end-posting": "directory.keep-people",
    "directory:withdraw-posting": "directory.keep-people",
    "directory:record-system": "directory.keep-systems",
    "directory:register": "directory.keep-people",
    "directory:export": "directory.keep-people",
    "directory:template": "directory.keep-people",
    "directory:register-preview": "directory.keep-people",
    "directory:register-take": "directory.keep-people",
    "duties:list": "duties.read-own",
    "duties:todo": "duties.read-own",
    "duties:duty": "duties.read-own",
    "duties:bulk-remind": "notices.issue",
    "duties:bulk-hand-on": "duties.hand-on",
    "duties:hand-on-many": "duties.hand-on",
    "duties:requests": "duties.read-own",
    "duties:request": "duties.read-own",
    "duties:new-request": "duties.dispatch",
    "duties:close-request": "duties.dispatch",
    "duties:act": "duties.report",
    "duties:withdraw": "duties.withdraw",
    "duties:sign-part": "duties.return-part",
    "duties:return-part": "duties.return-part",
    "duties:send-part-back": "duties.hand-on",
    "duties:take-back": "duties.hand-on",
    "notices:list": "notices.read",
    "notices:unanswered": "notices.read",
    "notices:notice": "notices.read",
    "notices:document": "notices.read",
    "notices:plan": "notices.issue",
    "notices:issue-for-duties": "notices.issue",
    "notices:new": "notices.issue",
    "notices:send-again": "notices.issue",
    "notices:telephone": "notices.issue",
    "notices:link": "notices.issue",
    "notices:sign": "notices.sign",
    "notices:channels": "channels.read",
    "notices:add-channel": "channels.keep",
    "notices:try-channel": "channels.keep",
    "notices:close-channel": "channels.keep",
    "casework:cases": "casework.read",
    "casework:case": "casework.read",
    "casework:file": "casework.read",
    "casework:new": "casework.open",
    "casework:open": "casework.open",
    "casework:act": "casework.take-part",
    "clearing:windows": "clearing.read",
    "clearing:open": "clearing.prepare",
    "clearing:window": "clearing.read",
    "clearing:bring": "clearing.prepare",
    "clearing:exceptions": "clearing.read",
    "clearing:why": "clearing.read-statement",
    "clearing:what-if": "clearing.read",
    "clearing:approve": "clearing.approve",
    "clearing:act": "clearing.prepare",
    "clearing:unpaid": "clearing.read",
    "clearing:return": "clearing.take-return",
    "clearing:statement": "clearing.read-statement",
    "clearing:dispute": "casework.open",
    "clearing:adjust": "clearing.prepare",
    "clearing:case": "casework.read",
    "clearing:split": "clearing.prepare",
    "clearing:bundle": "clearing.read-statement",
    "clearing:statements": "clearing.read-statement",
    "clearing:schemes": "clearing.read",
    "clearing:scheme": "clearing.read",
    "clearing:participants": "clearing.read",
    "clearing:add-participant": "clearing.prepare",
    "clearing:participant": "clearing.read",
    "clearing:activate": "clearing.approve",
    "clearing:suspend": "clearing.approve",
    "clearing:give-code": "clearing.prepare",
    "clearing:take-code": "clearing.prepare",
    "clearing:screening": "clearing.read",
    "clearing:lift-list": "clearing.prepare",
    "clearing:ledger": "clearing.read",
    "governance:calendar": PUBLIC,
    "governance:bodies": PUBLIC,
    "governance:body": PUBLIC,
    "governance:records": "governance.read-records",
    "governance:record": "governance.read-records",
    "governance:record-new": "governance.record",
    "governance:record-correct": "governance.record",
    "governance:record-withdraw": "governance.record",
    "governance:record-confirm": "governance.record",
    "governance:sessions": "governance.read-sessions",
    "governance:session": "governance.read-sessions",
    "governance:session-new": "governance.hold-sessions",
    "governance:session-act": "governance.hold-sessions",
    "governance:minutes": "governance.read-sessions",
    "governance:minutes-edition": "governance.read-sessions",
    "governance:minutes-compare": "governance.read-sessions",
    "governance:minutes-docx": "governance.read-sessions",
    "governance:minutes-act": "governance.take-positions",
    "governance:minutes-section": "governance.hold-sessions",
    "governance:item": "governance.read-sessions",
    "governance:item-act": "governance.take-positions",
    "governance:circulars": "governance.read-circulars",
    "governance:circular": "governance.read-circulars",
    "governance:circular-docx": "governance.read-circulars",
    "governance:circular-new": "governance.draft-circulars",
    "governance:circular-draft": "governance.draft-circulars",
    "governance:circular-act": "governance.draft-circulars",
    "governance:handovers": "governance.read-handovers",
    "governance:handover": "governance.read-handovers",
    "governance:handover-docx": "governance.read-handovers",
    "governance:handover-sign": "governance.sign-handovers",
    "governance:compliance": "governance.read-compliance",
    "governance:roster": "governance.read-rosters",
    "governance:history": "governance.import-history",
    "governance:history-template": "governance.import-history",
    "governance:history-export": "governance.read-records",
    "delivery:works": PUBLIC,
    "delivery:work": PUBLIC,
    "delivery:withdraw-stage": "delivery.record-stage",
}


def pages() -> Iterator[tuple[str, str]]:
    """Give every page by its name, with its address; the API apart."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(
    patterns: Sequence[URLPattern | URLResolver], before: str, within: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{within}{pattern.name}", f"/{address}"
        elif pattern.namespace != "api":
            space = f"{pattern.namespace}:" if pattern.namespace else within
            yield from _walk(pattern.url_patterns, address, space)


def _doors() -> list[Door]:
    return [
        Door(
            kind=DoorKind.PAGE,
            address=address,
            right=None if GUARDS[name] in OPEN else GUARDS[name],
        )
        for name, address in pages()
    ]


# The addresses are known only once they are all there, and they lead to the matrix too.
DOORS: Sequence[Door] = cast(Any, SimpleLazyObject(_doors))
