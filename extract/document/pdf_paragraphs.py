"""Lines of a PDF's pages to paragraphs: running heads out, and what only the page's width broke joined again."""

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_EDGE = 0.12  # the share of a page's height at its top and foot where running heads stand
_DRIFT = 4.0  # points by which a running head's baseline may move from page to page
_PAGE_NUMBER = re.compile(
    r"(?:trang|page|tr\.)?\s*[-–—|(]*\s*(?:trang\s*)?(?:số\s*)?\d{1,4}\s*(?:[/|]\s*\d{1,4})?\s*[-–—|)]*", re.IGNORECASE
)
_MARKER = re.compile(r"(?:[-–—+•*·▪●○►✓]|\d{1,2}[.)]|[a-zđ][.)]|[IVX]{1,4}[.)])\s", re.IGNORECASE)
_CLOSED = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_TIGHT = re.compile(r"(?<=\S)[-–/]\Z")  # "Bà Rịa-" and "12/" go on without a space, "2015 -" with one
_CELLS = " | "
_INDENT = 0.8  # em
_FLUSH = 0.15  # em by which a line that reaches the edge may miss it
_COLUMN = 3.0  # em by which the lines of one column may differ at the left


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: text and place in points from the page's lower left corner, `size` and `bold` of its font.

    `first_word` is the width of its first word: had the line above had that much room, the word would stand there.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    first_word: float


def without_running_heads(pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]) -> list[PdfLine]:
    """The lines of all pages without page numbers and without what stands at the same place of page after page.

    >>> head = PdfLine("Bản tin số 5 - Trang 1", 0, 72, 200, 810, 9, False, 20)
    >>> body = PdfLine("Sáng 5/3, tỉnh họp.", 0, 72, 300, 700, 12, False, 30)
    >>> second = [replace(head, page=1, text="Bản tin số 5 - Trang 2"), replace(body, page=1, text="Hết.")]
    >>> [line.text for line in without_running_heads([[head, body], second], [842, 842])]
    ['Sáng 5/3, tỉnh họp.', 'Hết.']
    """
    seen: dict[str, list[PdfLine]] = defaultdict(list)
    for lines, height in zip(pages, heights, strict=True):
        for line in lines:
            if _at_edge(line, height):
                seen[_masked(line.text)].append(line)
    needed = max(2, sum(map(bool, pages)) / 3)
    heads: set[PdfLine] = set()
    for same in seen.values():
        for line in same:
            beside = {other.page for other in same if abs(other.baseline - line.baseline) <= _DRIFT}
            if len(beside) >= needed:
                heads.add(line)
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    kept = []
    for lines, height in zip(pages, heights, strict=True):
        rest = [line for line in lines if line not in heads]
        edge = [line for line in rest if _at_edge(line, height)]
        alone = set()
        if rest and edge:
            outer = {min(rest, key=_height), max(rest, key=_height)}
            alone = {line for line in outer.intersection(edge) if _PAGE_NUMBER.fullmatch(line.text.strip())}
            alone |= _set_apart(edge, rest, sizes.most_common(1)[0][0])
        kept += [line for line in rest if line not in alone]
    return kept


def _set_apart(edge: Sequence[PdfLine], lines: Sequence[PdfLine], size: float) -> set[PdfLine]:
    """Lines at a page's edge in smaller type than the text and far from it: the running heads of a single page."""
    found = set()
    for line in edge:
        others = [o.baseline for o in lines if abs(o.baseline - line.baseline) > _DRIFT]
        nearest = min((abs(baseline - line.baseline) for baseline in others), default=0.0)
        if line.size < 0.92 * size and nearest > 2 * size:
            found.add(line)
    return found


def _height(line: PdfLine) -> float:
    return line.baseline


def _at_edge(line: PdfLine, height: float) -> bool:
    return not _EDGE * height < line.baseline < (1 - _EDGE) * height


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).casefold())


def paragraphs(lines: Iterable[PdfLine]) -> Iterator[str]:
    """The paragraphs of `lines`, which stand in reading order.

    A line goes on the one above where the same type follows at the usual distance, without an indent, and its first
    word would not have fitted above.

    >>> wide = PdfLine("Sáng 5/3, UBND tỉnh", 0, 72, 300, 700, 12, False, 30)
    >>> list(paragraphs([wide, replace(wide, text="họp báo.", right=120, baseline=684),
    ...                  replace(wide, text="Hết.", right=95, baseline=668)]))
    ['Sáng 5/3, UBND tỉnh họp báo.', 'Hết.']
    """
    rows = _rows(lines)
    layout = _Layout.of(rows)
    text = ""
    for number, line in enumerate(rows):
        if layout.begins(number):
            if text:
                yield text
            text = line.text
        else:
            text += ("" if _TIGHT.search(text) and line.text[:1].isalnum() else " ") + line.text
    if text:
        yield text


def _rows(lines: Iterable[PdfLine]) -> list[PdfLine]:
    """Lines with what stands side by side on one baseline put together."""
    rows: list[PdfLine] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last and last.page == line.page and abs(last.baseline - line.baseline) < 0.4 * min(last.size, line.size):
            gap = line.left - last.right
            if gap > -0.5 * last.size:
                between = _CELLS if gap > 2 * last.size else " " if gap > 0.15 * last.size else ""
                rows[-1] = replace(last, text=last.text + between + line.text, right=line.right)
                continue
        rows.append(line)
    return rows


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual in a document: the size of its running text, the distance of its lines, each page's edges."""

    rows: list[PdfLine]
    size: float
    leading: dict[float, float]
    by_page: dict[int, list[PdfLine]]
    going_on: frozenset[PdfLine]

    @classmethod
    def of(cls, rows: list[PdfLine]) -> "_Layout":
        sizes: Counter[float] = Counter()
        steps: dict[float, list[float]] = defaultdict(list)
        by_page: dict[int, list[PdfLine]] = defaultdict(list)
        for above, line in zip([None, *rows], rows, strict=False):
            sizes[line.size] += len(line.text)
            by_page[line.page].append(line)
            if above and above.page == line.page and above.size == line.size and above.baseline > line.baseline:
                steps[line.size].append(above.baseline - line.baseline)
        # the lower quartile: in a text of short paragraphs most steps are those between paragraphs
        leading = {size: statistics.quantiles(found * 2, n=4)[0] for size, found in steps.items()}
        going_on = frozenset(a for a, b in itertools.pairwise(rows) if b.text[:1].islower() and a.size == b.size)
        return cls(rows, sizes.most_common(1)[0][0] if sizes else 0.0, leading, by_page, going_on)

    def begins(self, number: int) -> bool:
        """Whether the row of that number begins a paragraph."""
        if not number:
            return True
        above, line = self.rows[number - 1], self.rows[number]
        if abs(above.size - line.size) > 0.06 * above.size:
            return True
        same_page = above.page == line.page
        # a step up is the one to the next column's top
        if same_page and above.baseline - line.baseline > 1.3 * self.leading.get(line.size, 1.4 * line.size):
            return True
        if _CELLS in above.text or _CELLS in line.text:
            return True
        heading = above.size > 1.06 * self.size or (above.bold and line.bold and _centred(above, line))
        if same_page and heading and above.bold == line.bold:
            return False  # the lines of a title are broken by hand, wherever its sense allows
        if above.bold != line.bold and above.text.endswith(_CLOSED):
            return True
        if self._ends_short(above, line):
            return True
        if _MARKER.match(line.text) and above.text.endswith(_CLOSED):
            return True
        return self._indented(number)

    def _ends_short(self, above: PdfLine, line: PdfLine) -> bool:
        """Whether a paragraph ends with `above`: the next word would have stood there had it been the same one's."""
        beside = self._column(above)
        right = max(o.right for o in beside)
        # Justified text: every line that surely goes on (a small letter follows) reaches the edge.
        going_on = [right - o.right < _FLUSH * o.size for o in beside if o in self.going_on]
        if len(going_on) > 1 and sum(going_on) >= 0.8 * len(going_on):
            return right - above.right > 2 * _FLUSH * above.size
        return right - above.right - 0.25 * above.size > line.first_word

    def _column(self, line: PdfLine) -> list[PdfLine]:
        """The lines of a page that stand in the same column as `line` and are of its size."""
        return [
            o
            for o in self.by_page[line.page]
            if abs(o.left - line.left) <= _COLUMN * line.size and abs(o.size - line.size) <= 0.06 * line.size
        ]

    def _indented(self, number: int) -> bool:
        above, line = self.rows[number - 1], self.rows[number]
        inset = line.left - min(o.left for o in self._column(line))
        if inset <= _INDENT * line.size or _centred(above, line):
            return False
        # the lines that go on below a bullet are set in under its first word
        for back in reversed(self.rows[:number]):
            if abs(back.left - line.left) >= 1 or back.page != line.page:
                return not (back.left < line.left and _MARKER.match(back.text))
        return True


def _centred(above: PdfLine, line: PdfLine) -> bool:
    middles = (above.left + above.right) / 2, (line.left + line.right) / 2
    return abs(middles[0] - middles[1]) < 2 and abs(above.left - line.left) > 2
