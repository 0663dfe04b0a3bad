"""The ledger of net positions: its trial balance, always zero, and what was booked."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import day_of, optional_day
from hansa.chassis.lists import Column, Listing, answer
from hansa.clearing.reads import ledger as reads
from hansa.clearing.reads.entries import EntryLine, list_entries
from hansa.clearing.terms.house import ENTRY_NAMES
from hansa.clearing.views.frames import framed, reader
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, Text, text


@require_safe
def ledger(request: HttpRequest, league: str) -> HttpResponse:
    """Show every account, and every entry."""
    actor = reader(request)
    frame = framed(actor, league, day_of(request))
    as_of = optional_day(request)
    balance = reads.trial_balance(actor, league, as_of)
    listing = Listing(
        slug="clearing-ledger",
        title=text("Entries of the ledger"),
        columns=_columns(frame["names"]),
        rows=list_entries(actor, league, as_of),
        empty=text("The first entry is booked when a batch is published."),
    )
    accounts = {one.party: one for one in balance.accounts}
    open_ones = reads.list_open(actor, league, as_of)
    pays_fen = sum(one.pays_fen for one in open_ones.values())
    net_fen = sum(max(one.balance_fen, 0) for one in balance.accounts)
    context = {
        **frame,
        "balance": balance,
        "accounts": [
            (accounts[one], open_ones[one]) for one in frame["names"] if one in accounts
        ],
        "sum_fen": balance.credit_fen - balance.debit_fen,
        "net_fen": net_fen,
        "pays_fen": pays_fen,
        "set_off_fen": pays_fen - net_fen,
    }
    return answer(request, listing, "clearing/ledger.html", context)


def _columns(names: Mapping[str, Bilingual]) -> tuple[Column[EntryLine], ...]:
    return (
        Column(key="at", label=text("Booked at"), value=lambda one: one.at),
        Column(key="kind", label=text("Kind"), value=lambda one: ENTRY_NAMES[one.kind]),
        Column(
            key="window",
            label=text("Window"),
            value=lambda one: one.window,
            template="clearing/cell_entry.html",
        ),
        Column(
            key="batch",
            label=text("Batch"),
            value=lambda one: one.called,
        ),
        Column(
            key="amounts",
            label=text("Amounts (yuan)"),
            value=lambda one: _amounts(one, names),
            template="clearing/cell_amounts.html",
            spare=True,
        ),
    )


def _amounts(one: EntryLine, names: Mapping[str, Bilingual]) -> tuple[Text, ...]:
    return tuple(
        text(
            "{party} {amount}",
            party=names.get(party, party),
            amount=str(Money(fen)),
        )
        for party, fen in one.amounts.items()
        if fen
    )
