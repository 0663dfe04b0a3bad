"""The works that the agreements name: by name, mode, member cities and printed stage.

Words: a *work* is one named road, railway, waterway, service or plan; its *key* is its
mode and name, so that one name in two modes is two works; a *mention* is one place of
the text that names it, with the stage printed there; a *programme* is a named set (三干);
a *segment* is the part of one city.

Invariants: a work is counted once however often it is mentioned; two mentions that
disagree on the stage give a finding and no stage; works whose member cities are not
confirmed are listed and never drawn. Stages that move with evidence, approvals and costs
belong to part 5 and are not here.
"""
