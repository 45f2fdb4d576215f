"""How right the records are: compared with gold files, by type, slot and document."""

from corpus.evaluation.report import Report, evaluate, print_report

__all__ = ["Report", "evaluate", "print_report"]
