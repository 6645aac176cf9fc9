from tests.conference.conftest import database

__all__ = ["database"]
