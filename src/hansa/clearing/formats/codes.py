"""The codes by which files in real layouts name institutions: ``codes.csv``.

The layouts CL and AD have no room for ids, and name an institution by a code of up to
eleven digits. A code names one institution at most; an institution may have several.
"""

from collections.abc import Mapping
from pathlib import Path

from hansa.clearing.formats.rule_lists import list_rows
from hansa.clearing.rules.codes import CODE, COLUMNS
from hansa.clearing.terms.rulebook import Participants
from hansa.kernel.findings import Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark


def read_codes(
    path: Path, participants: Participants | None, log: Log
) -> Mapping[str, str]:
    """Read the institution of each code; none where there is no list.

    Args:
        path: the list; it need not be there.
        participants: those who take part; None where they cannot be read.
        log: gets every fault with its line.
    """
    found: dict[str, str] = {}
    if not path.is_file():
        return found
    for line, row in list_rows(path, COLUMNS, log):
        code, institution = row["code"], row["participant"]
        at = Position(path=path.name, line=line, column=1)
        if not CODE.fullmatch(code):
            log.error(
                "code-unreadable",
                at,
                mark("“{written}” is no code of an institution."),
                mark("Write 1 to 11 digits, exactly as the files have them."),
                written=code[:60],
            )
        elif code in found:
            log.error(
                "code-twice",
                at,
                mark(
                    "The code {number} is listed twice, and belongs to “{institution}”."
                ),
                mark("List each code once."),
                number=code,
                institution=found[code],
            )
        else:
            found[code] = institution
            _judge(code, institution, participants, at, log)
    return found


def _judge(
    code: str,
    institution: str,
    participants: Participants | None,
    at: Position,
    log: Log,
) -> None:
    if participants is None:
        return
    if institution not in participants.parties:
        log.error(
            "code-of-nobody",
            at,
            mark("The code {number} belongs to “{institution}”, which takes no part."),
            mark("Write an institution of participants.yaml, or leave the code out."),
            number=code,
            institution=institution[:60],
        )
    if code in participants.parties and institution != code:
        log.error(
            "code-is-an-id",
            at,
            mark("The code {number} is itself the id of another institution."),
            mark("Leave the code out, or name that institution otherwise."),
            number=code,
        )
