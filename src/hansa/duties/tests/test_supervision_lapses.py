"""A paper of supervision ends with its matter, and says why."""

from collections.abc import Callable
from datetime import date

import pytest

from hansa.chassis.actor import Role
from hansa.duties.models import Duty
from hansa.duties.reads import supervision as reads
from hansa.duties.services import acts, bulletins, handing
from hansa.duties.services import supervision as services
from hansa.duties.services.acts import Decision
from hansa.duties.services.handing import Return
from hansa.duties.terms.supervision import Lapse, PaperState
from hansa.duties.tests.conftest import OFFICE, Enter, later
from hansa.duties.tests.test_supervision import (
    BEYOND,
    CITY,
    LEAGUE,
    MONDAY,
    ZAOZHUANG,
    Room,
    room,
    urged_then_ordered,
)
from hansa.kernel.errors import Conflict, Refused

__all__ = ["room"]


def taken_back(room: Room) -> None:
    """The liaison takes the part back."""
    handing.take_back(later(ZAOZHUANG, MONDAY), LEAGUE, room.part, 1)


def waived(room: Room) -> None:
    """A decision waives the duty."""
    duty = Duty.objects.get(pk=room.duty)
    paper = Decision(on=date(2026, 11, 30), document="协同办〔2026〕9号")
    acts.waive(later(OFFICE, MONDAY), LEAGUE, duty.pk, duty.revision, paper)


@pytest.mark.parametrize(
    ("end", "lapse", "chinese", "english"),
    [
        (taken_back, Lapse.TAKEN_BACK, "本市已收回该交办事项", "took the part back"),
        (waived, Lapse.WAIVED, "该事项已撤回或免于办理", "withdrawn or waived"),
    ],
)
def test_a_paper_ends_with_its_matter(
    room: Room,
    enter: Enter,
    end: Callable[[Room], None],
    lapse: Lapse,
    chinese: str,
    english: str,
) -> None:
    """It is open no longer, on no bulletin, takes no answer, and names the reason."""
    order = urged_then_ordered(room)
    end(room)
    bureau = later(room.bureau, BEYOND)
    ended, _ = reads.get_paper(bureau, LEAGUE, order.id)
    assert (ended.state, ended.lapse) == (PaperState.LAPSED, lapse)
    with pytest.raises(Refused) as none_late:
        bulletins.publish(later(room.supervisor, BEYOND), LEAGUE, CITY)
    assert none_late.value.code == "nothing-late"
    with pytest.raises(Conflict) as refused:
        services.answer(bureau, LEAGUE, order.id, 1, Return(words="已办。"))
    assert refused.value.code == "paper-lapsed"
    client = enter(Role.UNIT_OFFICER, CITY, room.city.bureau)
    address = f"/{LEAGUE}/duties/supervision/papers/{order.id}/"
    for language, reason in (("zh-hans", chinese), ("en", english)):
        page = client.get(address, headers={"accept-language": language})
        assert reason in page.content.decode()
        assert 'id="answer"' not in page.content.decode()
    listed = client.get(f"/{LEAGUE}/duties/supervision/?state=lapsed").content.decode()
    assert address in listed


def test_a_paper_struck_off_before_stays_struck_off(room: Room) -> None:
    """What was settled does not end once more."""
    order = urged_then_ordered(room)
    services.answer(
        later(room.bureau, MONDAY), LEAGUE, order.id, 1, Return(words="已办结。")
    )
    services.close(later(room.supervisor, MONDAY), LEAGUE, order.id, 2, "核实。")
    taken_back(room)
    done, _ = reads.get_paper(later(room.bureau, BEYOND), LEAGUE, order.id)
    assert (done.state, done.lapse) == (PaperState.CLOSED, None)
