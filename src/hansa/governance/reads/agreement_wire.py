"""Agreements as JSON, as files and as lines on paper: what commands and API share."""

from collections.abc import Mapping
from typing import Any

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.plain import plain
from hansa.governance.reads.agreement_text import content_of
from hansa.governance.reads.agreements import signed_of
from hansa.governance.reads.session_wire import wire_lacks
from hansa.governance.rules.agreement_lines import paper_lines, seal_of, text_lines
from hansa.governance.terms.agreements import (
    AgreementLine,
    AgreementSheet,
    AgreementVersion,
    Line,
    Signature,
    Verified,
)
from hansa.kernel.text import Text, text

KIND = "hansa-agreement"


def wire_agreement_line(line: AgreementLine) -> dict[str, Any]:
    """Give an agreement as lists give it."""
    return {
        "id": str(line.id),
        "league": line.league,
        "session": str(line.session),
        "body": line.body,
        "level": line.level.value if line.level else None,
        "year": line.year,
        "title": line.title,
        "title_en": line.title_en,
        "state": line.state.value,
        "version": line.version,
        "digest": line.digest,
        "round": line.round,
        "circulated_at": plain(line.circulated_at),
        "due_on": plain(line.due_on),
        "provisional": line.provisional,
        "signed": line.signed,
        "asked": line.asked,
        "sealed_at": plain(line.sealed_at),
        "seal": line.seal,
        "number": line.number,
        "reference": line.reference,
        "published_at": plain(line.published_at),
        "revision": line.revision,
    }


def wire_agreement(sheet: AgreementSheet) -> dict[str, Any]:
    """Give an agreement with its text, versions, signatures and what is missing."""
    return {
        **wire_agreement_line(sheet.line),
        "text": content_of(sheet.standing.wording),
        "versions": [_version(one) for one in sheet.versions],
        "signatures": [_signature(one) for one in sheet.signatures],
        "unsigned": [party.member for party in sheet.unsigned],
        "lacks": wire_lacks(sheet.lacks),
        "intact": sheet.intact,
    }


def _version(one: AgreementVersion) -> dict[str, Any]:
    return {
        "number": one.number,
        "digest": one.digest,
        "authority": one.authority,
        "made_at": plain(one.made_at),
        "circulated_at": plain(one.circulated_at),
        "withdrawn_at": plain(one.withdrawn_at),
        "reason": one.reason,
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "member": one.member,
        "version": one.version,
        "digest": one.digest,
        "authority": one.authority,
        "evidence": one.evidence,
        "file": plain(one.file),
        "signed_at": plain(one.signed_at),
        "signed_on": plain(one.signed_on),
    }


def _seals(sheet: AgreementSheet, version: AgreementVersion) -> bool:
    """Tell whether a version is the one that all have signed."""
    return bool(sheet.line.seal) and version.number == sheet.line.version


def paper_of(sheet: AgreementSheet, version: AgreementVersion) -> tuple[Line, ...]:
    """Give what stands on the paper of a version, line by line."""
    signed = signed_of(version, sheet.signatures)
    sealed = _seals(sheet, version)
    return paper_lines(
        version.wording,
        signed,
        sheet.line.reference if sealed else "",
        seal_of(version.wording, signed) if sealed else "",
    )


def body_of(version: AgreementVersion) -> tuple[Line, ...]:
    """Give the lines of a version that the parties sign."""
    return text_lines(version.wording)


def export_of(sheet: AgreementSheet, version: AgreementVersion) -> dict[str, Any]:
    """Give a version as a file for programs, from which its fingerprint follows again."""
    line, signed = sheet.line, signed_of(version, sheet.signatures)
    sealed = _seals(sheet, version)
    published = line.published_at if sealed else None
    return {
        "kind": KIND,
        "id": str(line.id),
        "league": line.league,
        "body": line.body,
        "year": line.year,
        "version": version.number,
        "reference": line.reference if sealed else "",
        "published_on": plain(published.astimezone(LEAGUE_ZONE).date())
        if published
        else None,
        "text": content_of(version.wording),
        "signatures": [
            {
                "member": one.member,
                "authority": one.authority,
                "evidence": one.evidence,
                "signed_on": plain(one.signed_on),
                "digest": one.digest,
            }
            for one in signed.values()
        ],
        "digest": version.digest,
        "seal": line.seal if sealed else "",
    }


def wire_verified(found: Verified) -> Mapping[str, Any]:
    """Give what a file was found to be."""
    return {
        "holds": found.holds,
        "version": found.version,
        "recorded": found.recorded,
        "computed": found.computed,
        "intact": found.intact,
        "differences": plain(found.differences),
    }


def verdict(found: Verified) -> Text:
    """Say in one sentence what a file was found to be."""
    if found.holds:
        return text("The file says what was recorded, character by character.")
    if not found.intact:
        return text("The record itself was changed since it was signed.")
    return text("The file differs from the record.")
