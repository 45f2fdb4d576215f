"""The document hop: what comes in becomes a Bulletin with title, day, publisher and text in lines."""

from extract.document.bulletin import read_bulletin
from extract.document.inputs import documents_of_bytes, iter_documents
from extract.document.raw import RawDocument, Skipped

__all__ = ["RawDocument", "Skipped", "documents_of_bytes", "iter_documents", "read_bulletin"]
