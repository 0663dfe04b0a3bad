"""Bodies, seats, rotation and the meeting calendar, computed from the charter.

Words: a *body* is a conference, group, office or committee of the league; a *seat* is a
place in a body, held by an office and not by a name; a *turn* is the year in which a
member hosts or presides; a *cadence* is a printed rhythm of meetings or circulars; an
*entry* is one meeting or circular that the calendar asks for.

Invariants: the calendar is computed and never typed; every day since the first
conference has exactly one member in turn; a charter version changes no entry whose
window began before it took effect. It does not record what happened outside, which
arrives with the house of part 2, and it decides nothing.
"""
