"""Bodies, seats, rotation and the meeting calendar, computed; and what was really held.

Words: a *body* is a conference, group, office or committee of the league; a *seat* is a
place in a body, held by an office and not by a name; a *turn* is the year in which a
member hosts or presides; a *cadence* is a printed rhythm of meetings or circulars; an
*entry* is one meeting or circular that the calendar asks for; a *record* is one as it
happened, with *remarks* on what it departs in; a *shortfall* is an entry that was not
held, or not in its period.

Invariants: the calendar is computed and never typed; every day since the first
conference has exactly one member in turn; a charter version changes no entry whose
window began before it took effect; a fact that happened outside is never refused, and
a record is corrected or withdrawn, never altered. It decides nothing: decisions and
minutes arrive with the sessions of a later part.
"""
