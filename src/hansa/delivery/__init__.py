"""The works that the agreements name: mode, member cities, and the stages they reached.

Words: a *work* is one named road, railway, waterway, service or plan; its *key* is its
mode and name, so that one name in two modes is two works; a *mention* is one place of
the text that names it, with the stage printed there; a *programme* is a named set (三干);
a *segment* is the part of one city; a *stage record* says what a work reached on a day.

Invariants: a work is counted once however often it is mentioned; two mentions that
disagree on the stage give a finding and, until one is recorded, no stage; works whose
member cities are not confirmed are listed and never drawn; a work without a printed date
has an age and is never late. Approvals, evidence and costs belong to part 5.
"""
