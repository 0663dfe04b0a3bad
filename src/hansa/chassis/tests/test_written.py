"""What people write: nothing that can be seen is nothing, and nothing turns the line."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.characters import TURNING, says_nothing, turns
from hansa.chassis.lengths import refuse_long
from hansa.chassis.written_fields import WrittenField
from hansa.kernel.errors import Refused


@pytest.mark.parametrize(
    "words", ["", " \t\n", "\u3000\u200b", "\u2800", "\u3164", "\ufeff", "\u0301"]
)
def test_what_cannot_be_seen_says_nothing(words: str) -> None:
    """Blanks, marks without a letter and fillers are no title."""
    assert says_nothing(words)
    assert WrittenField(required=False).clean(words) == ""


@given(st.text())
def test_one_letter_says_something(words: str) -> None:
    """Whatever stands about it, and a character that only some fonts have too."""
    assert not says_nothing(f"{words}征")
    assert not says_nothing(f"{words}\ue000")


@pytest.mark.parametrize("mark", sorted(TURNING))
def test_no_mark_turns_what_stands_after_it(mark: str) -> None:
    """It is refused by the form and by the service."""
    with override("zh-hans"):
        (said,) = _faults(f"征求{mark}意见")
    assert "改变书写方向" in said
    assert turns(f"征求{mark}意见")
    with pytest.raises(Refused) as refusal:
        refuse_long("title-unfit", f"征求{mark}意见", 200)
    assert refusal.value.code == "title-unfit"


def _faults(written: str) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        WrittenField().clean(written)
    return list(refusal.value.messages)
