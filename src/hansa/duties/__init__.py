"""What somebody owes by some day under some clause, and the notices sent about it.

Words: a *duty* has a *window*, a *due day* and a *modality*; its *state* is computed from
its events, the working days and the as-of day, never stored; a *request* asks several
cities at once; a *hand-on* is the part of a city's duty that one of its units does; a
*notice* is a reminder, letter, invitation, demand or warning, with its *receipt*.

Invariants: opening a duty twice changes nothing; an extension never changes the original
due day; a duty is superseded, never deleted. It knows no calendar and no platform: those
above it open and close duties by their own ids.
"""
