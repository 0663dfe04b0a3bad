"""Who may read a file that somebody brought; pure.

A context that shows a file to others, because it was addressed to them or published,
judges that by rights of its own; units read only what such a context shows them.
"""

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.kernel.text import text

READ_FILES = Right(
    code="files.read",
    name=text("read files that were brought"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)

RIGHTS = (READ_FILES,)
