"""Acting on behalf (代录): a clerk enters what an office did, and shows the paper.

The journal keeps both: the clerk as the actor, the office as the authority, and the paper
as the evidence; so a signed paper that is filed satisfies a duty to sign.
"""

import hashlib
from dataclasses import replace

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload, journal_name, take
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads.offices import (
    elsewhere_of,
    labels_of_hansa,
    offices_of_city,
)
from hansa.directory.rules import entries as entry_rules
from hansa.directory.rules import offices as office_rules
from hansa.directory.rules import people as rules
from hansa.directory.services.entries import refuse_faults


def act_for(
    actor: Actor,
    league: str,
    member: str | None,
    office_name: str,
    evidence: str,
    scan: Upload | None = None,
) -> Actor:
    """Give the actor of a clerk who enters what an office did.

    The clerk's roles and city stay, so that nobody can do more on behalf than by right.
    A city's clerk enters for offices, units and posts of the city; the league's office
    also for others, such as a provincial one.

    Args:
        actor: the clerk.
        league: slug.
        member: the city whose office it is; None for an office of the league.
        office_name: the office, as people write it, such as 商丘市常务副市长.
        evidence: number of the document, or the hash of a filed paper.
        scan: the paper that the act itself files; its hash is the evidence where no
            number is named.

    Raises:
        Forbidden: the clerk may not act for that city.
        Refused: office or evidence is missing, cannot be kept, or is not of that city.
    """
    require(actor, rules.ACT_ON_BEHALF, Over(league=league, member=member))
    office_name = office_name.strip()
    evidence = evidence.strip() or (evidence_of(scan) if scan else "")
    refuse_faults(entry_rules.behalf_faults(office_name, evidence))
    refuse_faults(
        office_rules.reserved_faults("office_name", office_name, labels_of_hansa())
    )
    if not may(actor, rules.ACT_ON_BEHALF, Over(league=league)):
        assert member is not None  # Nobody's right reaches to the league alone.
        own = offices_of_city(league, member)
        refuse_faults(office_rules.foreign_faults(office_name, own))
        # The clerk keeps the directory too: a name in it is no proof that it is theirs.
        elsewhere = elsewhere_of(league, member)
        refuse_faults(
            office_rules.elsewhere_faults("office_name", office_name, elsewhere)
        )
    return replace(actor, authority=office_name, evidence=evidence)


def refuse_borrowed_office(
    league: str, member: str | None, field: str, name: str
) -> None:
    """Refuse a name under which somebody of a city would speak for others, or for Hansa.

    For those who write their own name where no directory stands behind it: at the link of
    a receipt, or as the name of an account.

    Args:
        league: slug.
        member: whose people write it; None for the league's own.
        field: where it is written.
        name: as it is written.

    Raises:
        Refused: it is, or begins with, what is not theirs.
    """
    refuse_faults(office_rules.reserved_faults(field, name, labels_of_hansa()))
    if member:
        elsewhere = elsewhere_of(league, member)
        refuse_faults(office_rules.elsewhere_faults(field, name, elsewhere))


def evidence_of(paper: Upload) -> str:
    """Give the hash under which a paper is filed, as evidence for ``act_for``.

    For a paper that the act itself files, in its own transaction.
    """
    return hashlib.sha256(paper.content).hexdigest()


def file_evidence(
    actor: Actor, league: str, member: str | None, paper: Upload
) -> FileLine:
    """File the scan of a signed paper; its ``sha256`` is evidence for ``act_for``.

    Raises:
        Forbidden: the clerk may not act for that city.
        Refused: the file is of no kind that is taken.
    """
    require(actor, rules.ACT_ON_BEHALF, Over(league=league, member=member))
    with transaction.atomic():
        file = take(actor, league, member, paper)
        journal.record(
            actor,
            "directory.file_evidence",
            league,
            [journal_name(file)],
            {"name": file.name},
        )
    return file
