"""The three sheets of the register: their columns, and what to write in each."""

from hansa.chassis.workbooks import Column, SheetForm
from hansa.directory.terms.register import FieldChange, RegisterChange, Sheet
from hansa.kernel.text import Bilingual, Text, text

_CITY = text("The member city; empty for the league's own.")
_UNIT = text(
    "Its Chinese name; of another city with the city before it, as in "
    "徐州/发展和改革委员会."
)
_PERSON = text("The title that the sheet of people gives, such as 徐州市联络员一.")
_DAY = text("A day such as 2026-01-03 or 2026年1月3日.")


def _column(key: str, zh: str, en: str, hint: Text | None = None) -> Column:
    # Every column must be there: an empty cell empties an entry, so that a column lost
    # on the way would empty them all.
    return Column(key=key, heading=Bilingual(zh=zh, en=en), required=True, hint=hint)


UNITS = SheetForm(
    name=Bilingual(zh="单位", en="Units"),
    columns=(
        _column("member", "城市", "City", _CITY),
        _column("name_zh", "名称", "Name", text("The name as the seal bears it.")),
        _column("name_en", "英文名称", "Name in English"),
        _column(
            "kind",
            "类别",
            "Kind",
            text(
                "One of: liaison body, administrative office, department, institution, "
                "platform operator."
            ),
        ),
        _column("parent", "上级单位", "Unit above", _UNIT),
        _column("body", "所代表机构", "Body", text("The body it stands for, if any.")),
        _column("domain", "合作领域", "Field", text("The field it answers for.")),
        _column("phone", "电话", "Telephone"),
        _column("mail", "邮箱", "Mail address"),
        _column("opened_on", "设立日期", "Opened on", _DAY),
        _column(
            "closed_on",
            "撤销日期",
            "Closed on",
            text("The first day without it; empty while it stands."),
        ),
        _column("successor", "承接单位", "Taken over by", _UNIT),
    ),
)
PEOPLE = SheetForm(
    name=Bilingual(zh="人员", en="People"),
    columns=(
        _column("member", "城市", "City", _CITY),
        _column(
            "title_zh",
            "称谓",
            "Title",
            text("What the person is known by, such as 徐州市联络员一."),
        ),
        _column("title_en", "英文称谓", "Title in English"),
        _column("unit", "单位", "Unit", _UNIT),
        _column("phone", "电话", "Telephone"),
        _column("mail", "邮箱", "Mail address"),
        _column(
            "left_on",
            "离任日期",
            "Left on",
            text("The first day without that person; empty while there."),
        ),
    ),
)
POSTINGS = SheetForm(
    name=Bilingual(zh="任职", en="Postings"),
    columns=(
        _column(
            "kind",
            "类别",
            "Kind",
            text(
                "One of: holds an office, secondment, focal point, leads a body, acts by "
                "delegation."
            ),
        ),
        _column("member", "城市", "City", _CITY),
        _column("person", "人员", "Person", _PERSON),
        _column("unit", "单位", "Unit", _UNIT),
        _column("office", "职务", "Office", text("The office held, such as mayor.")),
        _column("body", "机构", "Body", text("The body it is about, if any.")),
        _column(
            "domain",
            "合作领域",
            "Field",
            text("The field; for a focal point empty means all fields."),
        ),
        _column("full_time", "专职", "Full-time", text("Yes or no; empty means yes.")),
        _column("delegated_by", "委托人", "In place of", _PERSON),
        _column("from_on", "开始日期", "First day", _DAY),
        _column(
            "to_on", "最后一日", "Last day", text("The last day; empty while it lasts.")
        ),
        _column("document", "依据文号", "Document", text("Number of the paper.")),
    ),
)
FORMS = {Sheet.UNITS: UNITS, Sheet.PEOPLE: PEOPLE, Sheet.POSTINGS: POSTINGS}

NEEDED = {
    Sheet.UNITS: frozenset({"name_zh", "kind", "opened_on"}),
    Sheet.PEOPLE: frozenset({"title_zh"}),
    Sheet.POSTINGS: frozenset({"kind", "from_on"}),
}
"""Columns in which every row has something."""


def values_of(
    change: RegisterChange,
) -> tuple[tuple[Bilingual, FieldChange], ...]:
    """Give old and new content of a row, each under its heading."""
    headings = {c.key: c.heading for c in FORMS[change.sheet].columns}
    return tuple((headings[one.field], one) for one in change.values)
