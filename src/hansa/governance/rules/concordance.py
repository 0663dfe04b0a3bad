"""Sets the drafts of one rule beside each other, article by article, and compares them.

Rows come about by the likeness of texts, whatever order the drafts are given in; what
was paired or parted by hand goes before. The order of rows is that of the first draft.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from re import findall

from hansa.chassis.hashing import digest
from hansa.governance.rules.law_marks import pieces_of, whole_piece
from hansa.governance.rules.law_quantities import Quantity, quantities
from hansa.governance.rules.law_texts import plain_words
from hansa.governance.terms.laws import (
    ArticleRef,
    Cell,
    Divergence,
    DivergenceKind,
    Fix,
    FixKind,
    LawArticle,
    Row,
)

ALIKE = 0.45
"""From which likeness on two articles are taken for one; below it they stand apart."""
PLACE_WEIGHS = 0.1
"""How much the place in the draft counts beside the words, so that twins keep theirs."""
SAME_WEIGHS = 0.05
"""What equal figures add to equal words."""
KEY_LENGTH = 20
LETTERS = r"[a-z]+|\d+|#|[^\s\x00-\x7f]"
MARKS = "，。；：、（）《》“”【】〔〕！？—…·"

Node = tuple[str, int]
"""An article by its city and its place in the order of the draft, from 0."""
Alias = tuple[str, str]
"""What a draft calls its own city or province, and what stands for it in any draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A city's draft as it is compared."""

    member: str
    articles: tuple[LawArticle, ...]
    aliases: tuple[Alias, ...] = ()


@lru_cache(maxsize=32)  # Versions never change, and lists of dossiers ask for all.
def concordance(drafts: tuple[Draft, ...], fixes: tuple[Fix, ...]) -> tuple[Row, ...]:
    """Give the rows of a concordance; every article stands in exactly one.

    Args:
        drafts: one for each city, the first gives the order of rows.
        fixes: corrections by hand, the oldest first; the latest of two that clash holds.

    Source: GOV-26 and CAS-10 of huaihai.
    """
    groups = align(drafts, fixes)
    ordered = _ordered(drafts, groups)
    moved = _moved(drafts, ordered)
    return tuple(
        _row(number, drafts, group, moved)
        for number, group in enumerate(ordered, start=1)
    )


def align(drafts: Sequence[Draft], fixes: Sequence[Fix]) -> list[dict[str, int]]:
    """Group the articles of drafts: at most one of each city in a group."""
    groups = _Groups.of(drafts)
    index = {
        ArticleRef(draft.member, article.key): (draft.member, place)
        for draft in drafts
        for place, article in enumerate(draft.articles)
    }
    for fix in fixes:
        if fix.kind is FixKind.PART and fix.both <= index.keys():
            groups.parted.add(frozenset(index[ref] for ref in fix.both))
    for fix in reversed(fixes):
        if fix.kind is FixKind.PAIR and fix.both <= index.keys():
            groups.pair(index[fix.left], index[fix.right])
    for _likeness, left, right in sorted(_likenesses(drafts)):
        groups.join(left, right)
    return groups.all()


@dataclass(slots=True)
class _Groups:
    """Articles that belong together so far, by each of its articles."""

    held: dict[Node, dict[str, int]]
    parted: set[frozenset[Node]] = field(default_factory=set)

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> "_Groups":
        """Begin with every article for itself."""
        return cls(
            {
                (draft.member, place): {draft.member: place}
                for draft in drafts
                for place in range(len(draft.articles))
            }
        )

    def pair(self, left: Node, right: Node) -> None:
        """Join by hand: only a city's second article in the group is in the way."""
        self._unite(self.held[left], self.held[right])

    def join(self, left: Node, right: Node) -> None:
        """Join by likeness, unless somebody parted any two of them."""
        one, other = self.held[left], self.held[right]
        apart = any(
            frozenset((a, b)) in self.parted for a in one.items() for b in other.items()
        )
        if not apart:
            self._unite(one, other)

    def _unite(self, one: dict[str, int], other: dict[str, int]) -> None:
        if one is other or one.keys() & other.keys():
            return
        one.update(other)
        for node in other.items():
            self.held[node] = one

    def all(self) -> list[dict[str, int]]:
        """Give every group once."""
        return list({id(group): group for group in self.held.values()}.values())


def _likenesses(drafts: Sequence[Draft]) -> Iterator[tuple[float, Node, Node]]:
    """Give pairs of articles that are alike, the likest first once sorted.

    Likeness is Dice's over pairs of letters: unlike difflib's ratio it is the same from
    either side. Equal scores are told apart by city and place, never by the order given.
    """
    known = {
        draft.member: [_Known.of(_own_words(draft, one)) for one in draft.articles]
        for draft in drafts
    }
    for one, other in combinations(sorted(known), 2):
        for a, left in enumerate(known[one]):
            for b, right in enumerate(known[other]):
                likeness = _dice(left, right)
                if likeness < ALIKE:
                    continue
                apart = abs(a / len(known[one]) - b / len(known[other]))
                same = SAME_WEIGHS if left.words == right.words else 0
                score = likeness + same - PLACE_WEIGHS * apart
                yield -round(score, 9), (one, a), (other, b)


@dataclass(frozen=True, slots=True)
class _Known:
    """An article as likeness is judged: by pairs of letters, figures left open."""

    words: str
    pairs: Counter[tuple[str, ...]]
    total: int

    @classmethod
    def of(cls, words: str) -> "_Known":
        found = findall(LETTERS, quantities(words)[1].lower())
        letters = [one for one in found if one not in MARKS]
        pairs: Counter[tuple[str, ...]] = Counter(pairwise(letters))
        pairs = pairs or Counter((one,) for one in letters)
        return cls(words, pairs, pairs.total())


def _dice(left: _Known, right: _Known) -> float:
    both = left.total + right.total
    if not both:
        return 1.0
    one, other = left.pairs, right.pairs
    # Most articles share next to nothing, and what they share is found at once.
    shared = one.keys() & other.keys()
    return 2 * sum(min(one[pair], other[pair]) for pair in shared) / both


def _own_words(draft: Draft, article: LawArticle) -> str:
    """Write an article so that each city's own name reads alike in every draft."""
    words = plain_words(article.words)
    for name, stands_for in draft.aliases:
        words = words.replace(name, stands_for)
    return words


def _ordered(
    drafts: Sequence[Draft], groups: Sequence[dict[str, int]]
) -> list[dict[str, int]]:
    """Order groups as the first draft does; what it lacks follows what stands before it."""
    of = {node: group for group in groups for node in group.items()}
    ordered: list[dict[str, int]] = []
    for draft in drafts:
        at = -1
        for place in range(len(draft.articles)):
            group = of[draft.member, place]
            known = next((n for n, one in enumerate(ordered) if one is group), None)
            if known is None:
                at += 1
                ordered.insert(at, group)
            else:
                at = known
    return ordered


def _moved(
    drafts: Sequence[Draft], ordered: Sequence[dict[str, int]]
) -> frozenset[Node]:
    """Find the articles that stand out of the order of rows, as few as explain it."""
    found: set[Node] = set()
    for draft in drafts:
        places = [group[draft.member] for group in ordered if draft.member in group]
        kept = _rising(places)
        found |= {(draft.member, place) for place in places if place not in kept}
    return frozenset(found)


def _rising(places: Sequence[int]) -> set[int]:
    """Give the longest rising run of places."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at:] = [*([place]), *ends[at + 1 :]]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _row(
    number: int,
    drafts: Sequence[Draft],
    group: Mapping[str, int],
    moved: frozenset[Node],
) -> Row:
    present = {
        draft.member: draft.articles[group[draft.member]]
        for draft in drafts
        if draft.member in group
    }
    divergences = tuple(_divergences(drafts, present))
    worded = any(one.kind is not DivergenceKind.MISSING for one in divergences)
    aliases = {draft.member: draft.aliases for draft in drafts}
    pieces = pieces_of(present, aliases) if worded else {}
    cells = tuple(
        Cell(
            member=draft.member,
            article=article,
            moved=(draft.member, group.get(draft.member, -1)) in moved,
            pieces=pieces.get(draft.member, whole_piece(article)),
        )
        for draft in drafts
        for article in (present.get(draft.member),)
    )
    return Row(number=number, cells=cells, divergences=divergences)


def _divergences(
    drafts: Sequence[Draft], present: Mapping[str, LawArticle]
) -> Iterator[Divergence]:
    """Find what differs in a row: an article, figures one by one, and other words."""
    keys = {
        draft.member: present[draft.member].key if draft.member in present else ""
        for draft in drafts
    }

    def found(
        kind: DivergenceKind, said: Mapping[str, str], slot: int = 0
    ) -> Divergence:
        texts = "\n".join(f"{member}:{key}" for member, key in sorted(keys.items()))
        mark = digest(f"{kind.value}\n{slot}\n{texts}".encode()).partition(":")[2]
        stated = tuple((draft.member, said.get(draft.member, "")) for draft in drafts)
        return Divergence(key=mark[:KEY_LENGTH], kind=kind, slot=slot, said=stated)

    if len(present) < len(drafts):
        labels = {member: one.label or "…" for member, one in present.items()}
        yield found(DivergenceKind.MISSING, labels)
    own = {
        draft.member: _own_words(draft, present[draft.member])
        for draft in drafts
        if draft.member in present
    }
    bare = {plain_words(one.words) for one in present.values()}
    if len(bare) == 1 or len(set(own.values())) == 1:
        return
    figured = {member: quantities(words) for member, words in own.items()}
    counted = {len(figures) for figures, _ in figured.values()}
    if len(counted) == 1:
        for slot in range(counted.pop()):
            said = {member: figures[slot] for member, (figures, _) in figured.items()}
            if len({one.measure for one in said.values()}) > 1:
                written = {member: one.written for member, one in said.items()}
                yield found(DivergenceKind.QUANTITY, written, slot + 1)
    else:
        listed = {m: _listed(figures) for m, (figures, _) in figured.items()}
        yield found(DivergenceKind.QUANTITY, listed)
    masked = {_bare(words) for _, words in figured.values()}
    if len(masked) > 1:
        yield found(DivergenceKind.WORDING, {})


def _listed(figures: Sequence[Quantity]) -> str:
    return "、".join(one.written for one in figures) or "–"


def _bare(masked: str) -> str:
    """Leave figures out: where their count differs, that is said already."""
    return masked.replace("#", "").replace(" ", "")
