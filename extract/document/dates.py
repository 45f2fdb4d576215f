"""The day of publication as pages and records write it (`extract.datelines`), for this hop."""

from extract.datelines import date_line, iso_date, named_day

__all__ = ["date_line", "iso_date", "named_day"]
