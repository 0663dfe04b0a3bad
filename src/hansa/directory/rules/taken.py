"""Which names a city may give nobody of its own, however they are written.

A name is read in its parts, as brackets, dots and other signs cut it; blanks cut it where
Chinese stands beside them. A part that begins with an office of the league, of another
city or above is taken, whatever stands behind it. A part that begins with the city's own
name is the city's: 商丘市协同发展办公室 is, 协同发展办公室（商丘） is not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hansa.directory.terms.offices import CITY_ORGANS, short_office
from hansa.kernel.text import Bilingual

# Traditional signs and variants, each before the one that is compared; then letters of
# other scripts that look like Latin ones.
_VARIANTS = (
    "協协 發发 辦办 綜综 組组 祕秘 書书 處处 聯联 絡络 經经 濟济 區区 專专 諮咨 "
    "詢询 員员 會会 議议 顧顾 問问 談谈 調调 題题 機机 構构 導导 領领 負负 責责 "
    "長长 務务 國国 黨党 產产 業业 總总 廳厅 財财 稅税 環环 態态 護护 規规 劃划 "
    "體体 學学 醫医 療疗 衛卫 應应 農农 縣县 鄉乡 鎮镇 門门 關关 華华 連连 雲云 "
    "莊庄 棗枣 寧宁 臨临 澤泽 遷迁 邱丘 東东 蘇苏 魯鲁 廣广 灣湾 蘭兰 慶庆 遼辽 "
    "龍龙 貴贵 陝陕 漢汉 陽阳 義义 審审 監监 紀纪 檢检 軍军 動动 資资 訊讯 術术 "
    "貿贸 單单 際际 運运 輸输 設设 團团 標标 準准 創创 統统 計计 籌筹 進进 処处 "
    "弁办 経经 済济 県县 労劳 働动 "
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x "
    "\u0456i \u0458j \u0455s \u03bfo \u03b1a \u03b9i \u03bdv "
    "\u03c1p \u03c5u "
)
_PLAIN = str.maketrans({pair[0]: pair[1] for pair in _VARIANTS.split()})
_HAN = "[\u3400-\u9fff]"
_CUT = re.compile(rf"[^\w\s]+|_+|(?<={_HAN})\s+|\s+(?={_HAN})")
_UNSEEN = frozenset({"Mn", "Me", "Cf"})

# Organs that stand above every city, whatever else the name says.
_CENTRAL = re.compile(
    "(中共|中国共产党)?(中央|国务院)"
    "|(cpc|communistpartyofchina)?central(committee|peoples|government)"
    "|statecouncil|ministryof|national(development|peoplescongress|government)"
)
# Those of a nation or a province.
_NATION = re.compile("(中共|中国共产党)?(中华人民共和国|国家|全国)")
_PROVINCE = re.compile(
    "(中共|中国共产党|中国)?(.{2,5}自治区|(.{2,3})?省(?!际|道|属|级))"
    "|(peoples)?(governmentof)?(?!inter|cross|trans)[a-z]{4,14}?provinc(e|ial)"
)
# Offices of the nation that lie in a city: 国家税务总局菏泽市税务局.
_IN_PLACE = re.compile("(中共|中国共产党)?(中华人民共和国|国家)([^委部]*(局|署))?")
_PARTY = re.compile("^(中共|中国共产党)")
# 协同办公 is what machines do, 综合组织 what people do.
_GOES_ON = {"办": "公(?!室)", "组": "[织建成]"}
_STREET = re.compile("(中|东|西|南|北)?[路街道巷]")
_ORGAN = re.compile(".*(委|委员会|局|办|办公室|政府|处|厅|部|中心|组)$")
_CITY_EN = "(city|municip|people|government|party|mayor|office)"
_OF_LEAGUE = (
    Bilingual("秘书处", "Secretariat"),
    Bilingual("综合组", "General Section"),
    Bilingual("办公室", "Office"),
    Bilingual("办", "Office"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What a city may call nobody of its own.

    Attributes:
        city: its own name.
        others: the names of the other cities.
        leagues: what the league is and was called.
        in_short: the same without its noun.
        league_offices: its bodies, units and posts.
        offices: those of the other cities.
    """

    city: Bilingual
    others: tuple[Bilingual, ...]
    leagues: tuple[Bilingual, ...]
    in_short: tuple[Bilingual, ...]
    league_offices: tuple[Bilingual, ...]
    offices: tuple[Bilingual, ...]


def league_in_short(name: Bilingual, noun: Bilingual) -> Bilingual:
    """Give a league's name without its noun: 淮海 for 淮海经济区."""
    en = re.sub(rf"\s*{re.escape(noun.en)}$", "", name.en, flags=re.IGNORECASE)
    return Bilingual(name.zh.removesuffix(noun.zh) or name.zh, en or name.en)


def plain(written: str) -> str:
    """Write a word as it is compared: one script, one width, small, letters alone."""
    return "".join(_pieces(written))


def taken_word(name: str, elsewhere: Elsewhere) -> str | None:
    """Give the word in a name that belongs to somebody else; None where there is none."""
    pieces = _pieces(name)
    taken = _Taken.of(elsewhere)
    for start, piece in enumerate(pieces):
        word = taken.found_in(piece, "".join(pieces[start:]))
        if word is not None:
            return word
    return None


def _pieces(written: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", written)
    seen = "".join(
        sign
        for sign in decomposed
        if unicodedata.category(sign) not in _UNSEEN and sign not in "'’‘`"
    )
    cut = _CUT.split(seen.casefold().translate(_PLAIN).strip())
    words = (re.sub(r"^the\s+", "", piece.strip()) for piece in cut)
    return [joined for word in words if (joined := "".join(word.split()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """The names of others as they are compared, each with how it is shown."""

    own: tuple[str, ...]
    organs: tuple[str, ...]
    leagues: dict[str, str]
    league_offices: dict[str, str]
    offices: dict[str, str]
    cities: tuple[Bilingual, ...]

    @classmethod
    def of(cls, elsewhere: Elsewhere) -> "_Taken":
        own = tuple(word for name in _both(elsewhere.city) if (word := plain(name)))
        shown = dict.fromkeys(_league_names(elsewhere))
        league_offices = {plain(name): name for name in shown}
        return cls(
            own=own,
            organs=tuple(plain(organ.zh) for organ in CITY_ORGANS),
            leagues=_shown(elsewhere.leagues),
            league_offices={
                word: name
                for word, name in league_offices.items()
                if word and not word.startswith(own)
            },
            offices=_shown(elsewhere.offices),
            cities=elsewhere.others,
        )

    def found_in(self, piece: str, rest: str) -> str | None:
        """Give what is taken in a part of a name.

        Args:
            piece: the part.
            rest: it and all behind it, as signs between may only hide a word.
        """
        inner = self._without_own(rest)
        return (
            _matched(_CENTRAL, rest)
            or self._of_another(rest)
            or self._of_another(inner)
            or self._above(piece, rest)
            or self._above(self._without_own(piece), inner)
            or self._of_league(piece, rest)
            or self._at_end(piece)
        )

    def _without_own(self, word: str) -> str:
        for own in self.own:
            if word.startswith(own):
                return word.removeprefix(own).removeprefix("市")
        return word

    def _of_another(self, word: str) -> str | None:
        bare = _PARTY.sub("", word)
        for city in self.cities:
            zh, en = plain(city.zh), plain(city.en)
            if bare.startswith(f"{zh}市"):
                return f"{city.zh}市"
            behind = bare.removeprefix(zh)
            if behind != bare and self._is_organ(behind):
                return city.zh
            if en and re.match(
                f"{en}{_CITY_EN}|(municipal)?(peoples)?governmentof{en}", bare
            ):
                return city.en
        return _begun_by(self.offices, bare)

    def _is_organ(self, behind: str) -> bool:
        """Tell whether what stands behind a city's name is an office of that city."""
        lies_here = any(own in behind for own in self.own)
        return (
            bool(_ORGAN.match(behind) and not _STREET.match(behind)) and not lies_here
        )

    def _above(self, piece: str, rest: str) -> str | None:
        found = _matched(_PROVINCE, rest)
        if found and not rest.removeprefix(found).startswith(self.own):
            return found
        found = _matched(_NATION, rest)
        if found is None:
            return None
        return None if self._lies_here(piece) else found

    def _lies_here(self, piece: str) -> bool:
        """Tell whether a part names a nation's office in the city, and what it is there."""
        for own in self.own:
            head, here, tail = piece.partition(own)
            if here and _IN_PLACE.fullmatch(head) and len(tail.removeprefix("市")) > 1:
                return True
        return False

    def _of_league(self, piece: str, rest: str) -> str | None:
        begun = _begun_by(self.league_offices, rest)
        if begun:
            return begun
        for word, shown in self.leagues.items():
            if rest.startswith(word) and not rest.removeprefix(word).startswith(
                self.own
            ):
                return shown
        first = min((at for own in self.own if (at := piece.find(own)) > 0), default=0)
        head = piece[:first]
        return next(
            (
                shown
                for word, shown in self.league_offices.items()
                if len(word) > len("协同办") and word in head
            ),
            None,
        )

    def _at_end(self, piece: str) -> str | None:
        """Give an office that a part ends with which nothing says is the city's."""
        if piece.startswith(self.organs) or any(own in piece for own in self.own):
            return None
        for taken in (self.league_offices, self.offices):
            for word, shown in taken.items():
                if piece.endswith(word):
                    return shown
        return None


def _both(name: Bilingual) -> tuple[str, str]:
    return name.zh, name.en


def _shown(names: Iterable[Bilingual]) -> dict[str, str]:
    written = (one for name in names for one in _both(name))
    return {word: name for name in written if (word := plain(name))}


def _league_names(elsewhere: Elsewhere) -> Iterator[str]:
    """Give how people write the league's offices, with its name before or without."""
    for office in elsewhere.league_offices:
        forms = [office]
        if office.zh.endswith("办公室"):
            forms.append(Bilingual(short_office(office.zh), office.en))
        for form in forms:
            yield from _both(form)
            for league in (*elsewhere.leagues, *elsewhere.in_short):
                yield f"{league.zh}{form.zh}"
                yield f"{league.en} {form.en}"
    yield from _both(_OF_LEAGUE[0])
    for office in _OF_LEAGUE:
        for league in (*elsewhere.leagues, *elsewhere.in_short):
            yield f"{league.zh}{office.zh}"
            yield f"{league.en} {office.en}"


def _begun_by(taken: dict[str, str], word: str) -> str | None:
    """Give the longest name that a word begins with."""
    begun = [begin for begin in taken if word.startswith(begin)]
    for begin in sorted(begun, key=len, reverse=True):
        goes_on = _GOES_ON.get(begin[-1])
        if not (goes_on and re.match(goes_on, word[len(begin) :])):
            return taken[begin]
    return None


def _matched(pattern: re.Pattern[str], word: str) -> str | None:
    found = pattern.match(word)
    return found[0] if found else None
