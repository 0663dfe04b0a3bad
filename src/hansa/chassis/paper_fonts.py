"""Names the fonts of official papers with what stands in for them; none is shipped.

方正小标宋, 仿宋_GB2312 and 楷体_GB2312 are not free. A reader without them takes the font
that is named beside each.
"""

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from hansa.chassis.paper_order import put

STAND_INS = {
    "方正小标宋简体": ("Noto Serif CJK SC", "roman"),
    "仿宋_GB2312": ("FangSong", "roman"),
    "楷体_GB2312": ("KaiTi", "script"),
    "黑体": ("SimHei", "swiss"),
    "宋体": ("SimSun", "roman"),
}
"""By the name of each font: another of its kind, and which family it belongs to."""
CHINESE_CHARACTERS = "86"


def name_fonts(document: Docx) -> None:
    """Enter the fonts in the table of the document, and say that its words are Chinese."""
    table = next(
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    root = parse_xml(table.blob)
    for name, (other, family) in STAND_INS.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for kind, value in (
            ("altName", other),
            ("charset", CHINESE_CHARACTERS),
            ("family", family),
        ):
            said = OxmlElement(f"w:{kind}")
            said.set(qn("w:val"), value)
            put(font, said)
        root.append(font)
    table._blob = serialize_part_xml(root)  # noqa: SLF001 -- python-docx has no call for fonts
    _speak(document)


def _speak(document: Docx) -> None:
    """Take simplified characters, and not those of another country, by default."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    settings = document.settings.element
    for language in (
        *defaults.iter(qn("w:lang")),
        *settings.iter(qn("w:themeFontLang")),
    ):
        language.set(qn("w:eastAsia"), "zh-CN")
    for zoom in settings.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
