"""Archives whose bytes follow from what they hold: same files, same instant, same bytes.

Office programs write the time of writing into their files. Here each member has the
instant that is given, and names in Chinese are marked as UTF-8.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from hansa.chassis.clock import LEAGUE_ZONE

CORE = "docProps/core.xml"
STAMPED = re.compile(
    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)"
)
EARLIEST = 1980  # No member of an archive can be older.


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Pack files in the order of their names' first appearance, each with one instant."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(_member(name, at), content)
    return packed.getvalue()


def _member(name: str, at: datetime) -> zipfile.ZipInfo:
    local = at.astimezone(LEAGUE_ZONE)
    # An archive keeps even seconds only; its flag for UTF-8 is set by the library for
    # every name that is not ASCII.
    stamp = (
        max(local.year, EARLIEST),
        *(local.month, local.day, local.hour, local.minute, local.second),
    )
    member = zipfile.ZipInfo(name, date_time=stamp)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def settled(content: bytes, at: datetime) -> bytes:
    """Write a docx or xlsx anew, so that nothing in it tells when it was written."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            written = archive.read(name)
            if name == CORE:
                written = STAMPED.sub(rb"\g<1>" + stamp + rb"\g<2>", written)
            files[name] = written
    return zipped(files, at)
