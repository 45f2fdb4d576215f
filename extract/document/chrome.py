"""Lines that belong to the page and not to the bulletin: share buttons, counters, links to other news."""

import re

_EDGE = " \t:.,;|>»«<–—-•·*()[]+"
# A share button's line holds nothing but these words, with the misspellings that portals have copied from one another.
_SHARE_VERB = ("chia sẻ", "chia sẽ", "chia se", "chia xẻ")
# fmt: off
_SHARE_WORDS = frozenset({
    "bài", "bải", "bai", "viết", "này", "tin", "ngay", "lên", "qua", "trên", "với", "cho", "mạng", "xã", "hội",
    "bạn", "bè", "và", "facebook", "zalo", "twitter", "email", "linkedin",
})
_BUTTONS = frozenset({
    "in bài viết", "in bài", "in trang", "in tin", "in ấn", "bản in", "gửi email", "gửi e-mail", "gửi mail",
    "gửi bài viết", "gửi bài viết này", "gửi cho bạn bè", "về đầu trang", "đầu trang", "lên đầu trang",
    "quay lại", "trở lại", "trở về", "trang chủ", "trang trước", "trang sau", "tweet", "facebook", "zalo",
    "twitter", "email", "thích", "like", "bình luận", "gửi bình luận", "ý kiến bạn đọc", "copy link",
    "sao chép liên kết", "sao chép đường dẫn", "nghe đọc bài", "đọc bài viết", "cỡ chữ", "xem chi tiết",
    "xem chi tiết tại đây", "xem thêm", "đọc tiếp", "xem tiếp", "xem tất cả", "tải về", "lưu bài viết",
    "lưu bài", "tin đang được cập nhật", "previous", "previous image", "next", "next image", "phóng to",
    "thu nhỏ", "close", "đánh giá bài viết", "nội dung đang cập nhật", "nội dung đang được cập nhật",
    "thông tin đang được cập nhật", "đang cập nhật", "đang cập nhật nội dung", "bản để in", "xem bản in",
    "theo dõi", "đọc bài", "nghe bài viết", "xem thêm trên google news", "mục lục", "lưu tin", "báo lỗi",
    "hãy xếp hạng trang này", "từ khóa", "từ khoá", "tag", "tags",
})
# fmt: on
_COUNTER = re.compile(
    r"(?:lượt|số lượt|số lần|tổng lượt|tổng số) (?:xem|truy cập|đọc)(?: trang| bài)?(?: này)?\W{0,3}[\d.,]*"
    r"|[\d.,]+ (?:lượt xem|lượt đọc|views?)|đang (?:online|truy cập)\W{0,3}[\d.,]*"
    r"|theo dõi .{1,30} trên google news"
)
_OTHER_NEWS = re.compile(
    r"(?:(?:các )?(?:tin|bài)(?: bài| viết| tức)? (?:liên quan|khác|cùng chuyên mục|cùng chủ đề|mới hơn|cũ hơn|mới nhất"
    r"|đã đưa|đã đăng|đọc nhiều|nổi bật)(?: khác)?|có thể bạn quan tâm|đọc thêm|xem thêm tin(?: khác)?)"
)
# What a site's own foot begins with; the lines below it are the site's too.
_FOOT = re.compile(
    r"(?:©|bản quyền|copyright|giấy phép (?:số|thiết lập|hoạt động|xuất bản|báo)|cơ quan (?:chủ quản|quản lý)\s*:"
    r"|(?:người )?chịu trách nhiệm (?:chính|nội dung|quản lý)|tổng biên tập\s*:|trưởng ban biên tập\s*:"
    r"|(?:trang|cổng) thông tin điện tử\b|ghi rõ nguồn)",
    re.IGNORECASE,
)
_FOOT_PART = re.compile(
    r"(?:địa chỉ|trụ sở|điện thoại|đt|tel|fax|hotline|email|e-mail|thư điện tử|website|đơn vị|thiết kế"
    r"|phát triển bởi|®)\b",
    re.IGNORECASE,
)
# What people type to try a portal out: the whole title, or every line of the text.
_TRIAL = re.compile(
    r"(?:(?:đây là |bài |tin |bài viết |nội dung |trang |đăng )*"
    r"(?:test(?:ing)?(?! nhanh| covid| kháng| sars| pcr| mẫu)|demo|thử nghiệm|kiểm thử|chạy thử|lorem ipsum)\b.{0,80}"
    r"|thử|abc+|a{3,}|x{3,}|asd\w*|qwe\w*|123+"
    r"|(?:tiêu đề|tên) (?:bài viết|tin)(?: mẫu)?|bài viết mẫu|tin mẫu|untitled|no title|new page)"
)
_TRIAL_WORD = re.compile(r"\b(?:demo|test|lorem ipsum)\b")
_TRIAL_TEXT = re.compile(
    r"(?:đoạn )?(?:text |văn bản )?(?:mô tả|nội dung|tóm tắt|chi tiết)"
    r"(?: (?:của|cho|phần|đầu|cuối|bài|tin|trang|viết|demo|test|mẫu|nội dung|ở|đây))*|(?:\w\s*){0,4}"
)
_TRIAL_LONGEST = 400


def _core(line: str) -> str:
    return line.strip(_EDGE).casefold()


def is_share_line(line: str) -> bool:
    """Whether a line is a share button's and nothing else: chrome beyond doubt.

    >>> is_share_line("Chia sẻ bải viết :"), is_share_line("Chia sẻ khó khăn với người nghèo")
    (True, False)
    """
    if len(line) >= 80:
        return False
    core = _core(line)
    verb = next((verb for verb in _SHARE_VERB if core.startswith(verb)), None)
    return verb is not None and _SHARE_WORDS.issuperset(core[len(verb) :].replace(",", " ").split())


def is_chrome_line(line: str) -> bool:
    """Whether a line of a page or of a saved page is a button, a counter or a link of the site.

    >>> is_chrome_line("Lượt xem: 1.204"), is_chrome_line("Xem chi tiết tại đây"), is_chrome_line("In bài viết")
    (True, True, True)
    """
    if len(line) >= 80:
        return False
    core = _core(line)
    return not core or core in _BUTTONS or _COUNTER.fullmatch(core) is not None or is_share_line(line)


def opens_other_news(line: str) -> bool:
    """Whether a line is the heading over links to other news.

    >>> opens_other_news("Các tin khác"), opens_other_news("Các tin khác nhau")
    (True, False)
    """
    return len(line) < 60 and _OTHER_NEWS.fullmatch(_core(line)) is not None


def without_foot(lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Lines without the site's own foot, which begins with its name or its licence and goes on with addresses.

    >>> without_foot([("Hội nghị kết thúc.", False), ("Bản quyền thuộc Sở Y tế", False), ("Địa chỉ: Cà Mau", False)])
    [('Hội nghị kết thúc.', False)]
    """
    for number in range(max(0, len(lines) - 12), len(lines)):
        rest = [line for line, _ in lines[number:]]
        parts = all(
            len(line) < 200 and (_FOOT.match(line.strip(_EDGE)) or _FOOT_PART.match(line.strip(_EDGE)))
            for line in rest[1:]
        )
        if len(rest[0]) < 200 and _FOOT.match(rest[0].lstrip(_EDGE)) and parts:
            return lines[:number]
    return lines


def is_trial(title: str, lines: list[str]) -> bool:
    """Whether a page was made to try the portal out: its title says so over a short text, or its text says nothing.

    >>> is_trial("demo đăng bài cho tin", ["nội dung cho bài"] * 2), is_trial("Test nhanh cho cán bộ", ["Sáng nay"])
    (True, False)
    """
    letters = sum(map(len, lines))
    if letters > _TRIAL_LONGEST:
        return False
    said = [line.casefold().strip(_EDGE) for line in lines]
    if _TRIAL.fullmatch(title.casefold().strip(_EDGE)):
        return letters < 150 or all(_TRIAL_TEXT.fullmatch(line) or _TRIAL_WORD.search(line) for line in said)
    return bool(said) and all(map(_TRIAL_TEXT.fullmatch, said))
