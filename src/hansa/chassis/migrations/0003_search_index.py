"""The index of the search box, in each database's own form.

SQLite has no column of terms, so its index is a virtual table whose rowid is the entry's
id; PostgreSQL has one, beside the columns that Django knows.
"""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        # Terms come ready-made and apart by spaces; every other letter is part of one.
        "CREATE VIRTUAL TABLE chassis_search_index USING fts5(terms, tokenize='ascii')",
    ],
    "postgresql": [
        "ALTER TABLE chassis_searchentry ADD COLUMN terms tsvector",
        "CREATE INDEX chassis_search_index ON chassis_searchentry USING gin (terms)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE chassis_search_index"],
    "postgresql": ["ALTER TABLE chassis_searchentry DROP COLUMN terms"],
}


def make(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("chassis", "0002_files_search_and_answers")]

    operations = [migrations.RunPython(make, unmake)]
