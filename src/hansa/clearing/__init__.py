"""The clearing house: from taps to legs, net positions and instructions.

Words: a *tap* is one transaction of a card, brought by its *acquirer* and owed by the
card's *issuer*; a *participant* is an institution, and its *party* the member city or
named account that answers for it; a *window* collects, a *batch* is one sealed content of
it, and a *delta* what later knowledge adds to a batch; a *scheme* is a pure function from a
fact to *claims*; a *version* is a dated rule of a scheme; a *leg* is what one party owes
another for one *class* of rows; *bilateral* amounts are legs by pair, *net* positions
their sum by party, and an *instruction* moves money.

Invariants: every row that is received is accepted, suspended or rejected, with one code;
the shares of a claim add up to it exactly; net positions sum to zero with the named
accounts; shuffled rows, files and threads give one result; a sealed batch never changes;
each file is in at most one batch that stands; what is on disk is whole before a row names
it; nobody approves what they prepared; the ledger sums to zero after every booking.
Amounts are whole fen throughout; nothing is divided but by ``kernel.money.split`` and the
exact division of ``batch.exact``.

It prints no payment notice and reads no bank sheet; both belong to a later part.
"""
