"""Cities, units, people and their posts; accounts, roles and keys.

Words: a *unit* is an office, bureau or centre, of a city or of the league itself; a
*person* is somebody reachable, known by the post held; a *posting* says who stands where
from when to when: an office, a secondment, a focal point, the lead of a body, a
delegation; an *account* is a key to Hansa, a *grant* a role that it has somewhere.

Invariants: a renamed unit keeps its id; a posting is never deleted, only ended or marked
as entered in error; administrator, security officer and auditor are three persons. It
judges no number of people: what the agreement asks of postings is governance's.
"""
