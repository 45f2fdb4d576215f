"""What tests share: the extractor, loaded once, and the documents that are not part of the project."""

from pathlib import Path

import pytest

from extract.pipeline import Extractor, extractor
from tests.databases import db, postgresql, postgresql_url

__all__ = ["ROOT", "SHARED", "db", "extract", "postgresql", "postgresql_url", "shared"]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def extract() -> Extractor:
    return extractor()


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED}, which is not part of the project")
    return SHARED
