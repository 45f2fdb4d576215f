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
    "thu nhỏ", "close", "đánh giá bài viết", "hãy xếp hạng trang này", "từ khóa", "từ khoá", "tag", "tags",
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
