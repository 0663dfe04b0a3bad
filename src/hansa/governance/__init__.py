"""Bodies, seats, rotation and the meeting calendar, computed; and what was really held.

Words: a *body* is a conference, group, office or committee of the league; a *seat* is a
place in a body, held by an office and not by a name; a *turn* is the year in which a
member hosts or presides; a *cadence* is a printed rhythm of meetings or circulars; an
*entry* is one meeting or circular that the calendar asks for; a *record* is one as it
happened, with *remarks* on what it departs in; a *shortfall* is an entry that was not
held, or not in its period; a *session* is one meeting from its convening to its closing,
with a *docket* of *items*, *positions* of the cities and *decisions*; what must be
*cleared* by another body passes its *gate*; an *expert* of the pool is drawn for the
*panel* of an item and gives an *opinion*, which the deciding body *treats*; a *study*
is research with a number, *used* by the decisions that cite it; a *law* is a rule that
several cities draft, whose *concordance* names every *divergence* of their drafts; a
*consultation* puts a draft to the public, whose *comments* are *grouped* and answered; a
*stakeholder* is an accredited association, which comments and makes *proposals*.

Invariants: the calendar is computed and never typed; every day since the first
conference has exactly one member in turn; a charter version changes no entry whose
window began before it took effect; a fact that happened outside is never refused, and
a record is corrected or withdrawn, never altered; nothing is signed or debated that
was not cleared where the charter asks for it, no decision stands without the consent
that it asks for, no item of a docket is lost, and no opinion of an expert and no comment
of the public is left without an answer.
"""
