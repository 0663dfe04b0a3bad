"""What Django's fields, validators and passwords say is our Chinese, on every form."""

import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext, ngettext

from hansa.chassis.form_words import COUNTED_FORM_WORDS, FORM_WORDS
from hansa.chassis.language import CHINESE, ENGLISH

SPOKEN = (
    "forms/fields.py",
    "forms/forms.py",
    "forms/models.py",
    "forms/formsets.py",
    "core/validators.py",
    "contrib/auth/password_validation.py",
    "utils/ipv6.py",
)
"""The sources of Django that refuse what was typed."""
NO_REFUSALS = {
    ":": "stands behind a label",
    "and": "joins names inside a sentence",
    "Order": "labels a field",
    "Delete": "labels a field",
    "Your password must contain at least %(min_length)d character.": "gives advice",
    "Your password can’t be too similar to your other personal information.": (
        "gives advice"
    ),
    "Your password can’t be a commonly used password.": "gives advice",
    "Your password can’t be entirely numeric.": "gives advice",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
CLUMSY = ("确保", "不允许", "选择一个有效的", "输入一个有效的", "请键入")
PARAMETER = re.compile(r"%\(\w+\)[sd]|%d|\{\w+\}")
HAN = re.compile("[\u4e00-\u9fff]")


def said_by_django() -> Iterator[tuple[str, ...]]:
    """Give every msgid of Django's forms, validators and passwords; two where it counts."""
    folder = Path(django.__file__).parent
    for source in SPOKEN:
        for _, words, _, _ in extract_from_file(
            "python", str(folder / source), keywords=KEYWORDS
        ):
            forms_ = words if isinstance(words, tuple) else (words,)
            if forms_[0] not in NO_REFUSALS:
                yield forms_


def our_words() -> dict[str, str]:
    """Give the Chinese of our own catalogue by the first form of each msgid."""
    path = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): (
            m.string if isinstance(m.string, str) else (m.string or ("",))[0]
        )
        for m in catalogue
        if m.id
    }


def test_every_sentence_of_django_is_said_by_us() -> None:
    """No refusal of a field is left to Django's catalogue, after an upgrade neither."""
    ours, listed = our_words(), {(word,) for word in FORM_WORDS} | {*COUNTED_FORM_WORDS}
    said = set(said_by_django())
    assert len(said) > 50  # The sources were read.
    assert said - listed == set()
    assert listed - said == set()
    for words in said:
        spoken = ours[words[0]]
        assert HAN.search(spoken) or words[0] in {"IPv4", "IPv6"}, words
        assert not any(clumsy in spoken for clumsy in CLUMSY), spoken
        # What is sent for a choice is an id, which our sentence leaves out.
        named = {*PARAMETER.findall(words[-1])} - {"%(value)s"}
        assert {*PARAMETER.findall(spoken)} == named, spoken


def test_our_words_go_before_those_of_django() -> None:
    """The catalogue in force gives our sentence, for one and for many alike."""
    ours = our_words()
    with translation.override(CHINESE):
        assert [gettext(word) for word in FORM_WORDS] == [ours[w] for w in FORM_WORDS]
        for one, more in COUNTED_FORM_WORDS:
            assert {ngettext(one, more, 1), ngettext(one, more, 7)} == {ours[one]}


EMPTY_FILE = SimpleUploadedFile("a.pdf", b"")
LONG_FILE = SimpleUploadedFile("abc.pdf", b"a")
CASES = (
    (forms.CharField(), "", "请填写此项。"),
    (forms.CharField(max_length=4), "12345", "文字共5个字符，最多4个，请压缩。"),
    (forms.CharField(min_length=4), "1", "至少应填4个字符，现为1个。"),
    (forms.CharField(), "a\0b", "文字中含有不可见字符，请重新填写。"),
    (forms.IntegerField(), "x", "请填写整数。"),
    (forms.IntegerField(min_value=1), "0", "不得小于1。"),
    (forms.IntegerField(max_value=1), "2", "不得大于1。"),
    (forms.IntegerField(step_size=5), "2", "应为5的整数倍。"),
    (forms.DecimalField(), "x", "请填写数字。"),
    (forms.DecimalField(decimal_places=2), "0.001", "小数不得超过2位。"),
    (forms.DateField(), "x", "日期无效，请按“2026-11-24”的格式填写。"),
    (forms.TimeField(), "x", "时间无效，请按“17:30”的格式填写。"),
    (
        forms.DateTimeField(),
        "x",
        "日期和时间无效，请按“2026-11-24 17:30”的格式填写。",
    ),
    (
        forms.ChoiceField(choices=(("a", "a"),)),
        "z",
        "所选内容不在可选范围内，请重新选择。",
    ),
    (
        forms.MultipleChoiceField(choices=(("a", "a"),)),
        ["z"],
        "所选内容不在可选范围内，请重新选择。",
    ),
    (
        forms.EmailField(),
        "x",
        "电子邮箱格式有误，请填写完整邮箱，如 liaison@example.org。",
    ),
    (
        forms.URLField(assume_scheme="https"),
        "http://",
        "网址无效，请填写完整网址，如 https://example.org。",
    ),
    (forms.UUIDField(), "x", "编号无效，请核对后重新填写。"),
    (forms.FileField(), None, "请填写此项。"),
    (forms.FileField(), EMPTY_FILE, "文件为空，请重新选择文件。"),
    (
        forms.FileField(max_length=3),
        LONG_FILE,
        "文件名共7个字符，最多3个，请改短后重新上传。",
    ),
    (
        forms.FileField(validators=[validators.FileExtensionValidator(["ofd"])]),
        LONG_FILE,
        "不接收“pdf”类型的文件，可用类型：ofd。",
    ),
)


@pytest.mark.parametrize(("field", "typed", "said"), CASES)
def test_fields_refuse_in_plain_chinese(
    field: forms.Field, typed: object, said: str
) -> None:
    """Whatever a field refuses, it says what is wrong and what to write; English stays."""

    def refusal(language: str) -> list[str]:
        with translation.override(language), pytest.raises(ValidationError) as refused:
            field.clean(typed)
        with translation.override(language):
            return [*refused.value.messages]

    assert refusal(CHINESE) == [said]
    assert not HAN.search("".join(refusal(ENGLISH)))


@pytest.mark.parametrize(
    ("validator", "password", "said"),
    [
        (MinimumLengthValidator(8), "a", "密码太短，至少需要8个字符。"),
        (CommonPasswordValidator(), "password", "密码过于常见，已列入已知密码清单。"),
        (NumericPasswordValidator(), "123", "密码全为数字。"),
    ],
)
def test_weak_passwords_are_refused_in_plain_chinese(
    validator: MinimumLengthValidator, password: str, said: str
) -> None:
    """The judges of passwords speak our Chinese by themselves as well."""
    with translation.override(CHINESE), pytest.raises(ValidationError) as refused:
        validator.validate(password)
    with translation.override(CHINESE):
        assert refused.value.messages == [said]
