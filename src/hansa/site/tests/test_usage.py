"""Wrong use of the command is explained in the reader's language, with exit code 2."""

import pytest

from conftest import Hansa

WRONG = (
    (("charter", "check"), "“folder” is missing.", "缺少“folder”。"),
    (("calendar", "huaihai", "--form", "2026"), "Did you mean --from?", "--from"),
    (
        ("calendar", "huaihai", "--from", "abc"),
        "“--from” cannot take",
        "“--from”的取值不符",
    ),
    (("workdays", "due", "--from", "x", "--days", "3"), "is no day", "“x”"),
    (("nothing",), "There is no command “nothing”.", "没有命令“nothing”。"),
    (("study", "add", "x", "y", "z"), "“--begun” is missing.", "缺少“--begun”。"),
)


@pytest.mark.parametrize(("words", "english", "chinese"), WRONG)
def test_usage_is_explained(
    words: tuple[str, ...], english: str, chinese: str, hansa: Hansa, db: None
) -> None:
    """Each mistake names what is wrong, on stderr, in both languages."""
    for language, expected in (("en", english), ("zh", chinese)):
        ran = hansa("--lang", language, *words)
        assert ran.code == 2
        assert expected in ran.err
        assert "--help" in ran.err
        assert not ran.out


def test_help_without_words(hansa: Hansa) -> None:
    """The bare command prints its help and counts as usage."""
    ran = hansa()
    assert ran.code == 2
    assert "calendar" in ran.out
