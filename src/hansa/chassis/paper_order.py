"""The order in which properties stand in a docx; another one asks some readers to repair.

Source: ECMA-376, part 1, 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.6.17 (sectPr), 17.4.59
(tblPr), 17.4.69 (tcPr), 17.3.1.24 (pBdr), 17.8.3.10 (font), 17.4.80 (trPr).
"""

from collections.abc import Iterator
from typing import Any

ORDER = {
    name: tuple(children.split())
    for name, children in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
        "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap "
        "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
        "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
        "sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow "
        "emboss imprint noProof snapToGrid vanish webHidden color spacing w kern "
        "position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
        "eastAsianLayout specVanish oMath rPrChange",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar "
        "paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg "
        "textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize "
        "tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout "
        "tblCellMar tblLook tblCaption tblDescription tblPrChange",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar "
        "textDirection tcFitText vAlign hideMark headers cellIns cellDel cellMerge "
        "tcPrChange",
        "pBdr": "top left bottom right between bar",
        "font": "altName panose1 charset family notTrueType pitch sig embedRegular "
        "embedBold embedItalic embedBoldItalic",
    }.items()
}
"""What may stand in an element, by its name, in the order that the schema asks for."""


def put(parent: Any, child: Any) -> None:
    """Put a property where the schema wants it, in place of one of its name."""
    order = ORDER[_name(parent)]
    place = order.index(_name(child))
    before = None
    for one in list(parent):
        if _name(one) == _name(child):
            parent.remove(one)
        elif before is None and order.index(_name(one)) > place:
            before = one
    if before is None:
        parent.append(child)
    else:
        before.addprevious(child)


def disorder(root: Any) -> Iterator[str]:
    """Name every property that does not stand where the schema wants it."""
    for parent in root.iter():
        if not isinstance(parent.tag, str) or _name(parent) not in ORDER:
            continue
        order, last = ORDER[_name(parent)], -1
        for child in parent:
            name = _name(child)
            place = order.index(name) if name in order else -1
            if place < last:
                yield f"{_name(parent)}/{name}"
            last = max(last, place)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
