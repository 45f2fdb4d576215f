"""From a Vietnamese bulletin to a checked record.

`extract_text` and `extract_file` are the whole API; they load the models on first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.pipeline import extract_file, extract_text

__all__ = ["extract_file", "extract_text"]


def __getattr__(name: str) -> Any:
    # loaded on first use: commands that need no NLP must not pay for its import
    if name in __all__:
        from extract import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")
