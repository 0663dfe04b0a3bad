"""The agreement as data: reads, checks, versions and shows a league's charter.

Words: a *charter* is a folder of YAML; a *clause* is one duty or statement of the
printed text, by its row id; a *reading* is how an ambiguous clause is understood; a
*gap* is what the instruments name and the text at hand does not print; a *version* is
one content of the folder with the day it takes effect; a *section* is one file of it.

Invariants: a charter with an error is never applied; applying is one transaction;
versions are numbered from 1 and never change; the first one that is wrong is corrected
by the next. It does not know what the sections of other contexts mean: each context
declares its own ``Section``, and ``hansa.site.wiring`` lists them.
"""
