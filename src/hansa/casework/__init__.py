"""Typed cases between cities: who must answer whom by when, and what silence means.

Words: a *case* is a matter between *parties* that somebody must decide; its *type* is
charter data; a *clock* gives a party or body some days to answer, and says what *silence*
does; the *ladder* is the bodies that a case goes up to, each a *rung*; a *round* begins
with the opening and with each reopening.

Invariants: how a case stands is computed from its type, its events, the working days and
the day asked, never stored; what happened is only ever added to; a case keeps the rules it
was opened under; numbers have no gaps; nobody decides alone what needs two persons; silence
takes effect on no provisional day. What a decision does elsewhere, such as an adjustment
of a clearing batch, belongs to the context that opened the case and hears its events.
"""
