"""The errors a caller may meet; each message says where, what and what to do."""


class BantinError(Exception):
    """Base of all errors that bantin raises on purpose."""


class InputError(BantinError):
    """An input that gives no bulletin: `place` names the file and record, `reason` what is wrong with it."""

    label = "error"  # how a message about it begins; notices that are no failures say something else

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class RecordError(BantinError):
    """A record that does not fit its schema; never written."""


class VocabularyError(BantinError):
    """A vocabulary or pattern file that says something it may not."""
