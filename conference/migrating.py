"""From one version of the tables to the next. Kept apart: alembic is a tenth of the memory of an idle service."""

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from conference.schema import MIGRATIONS


def upgrade(connection: Connection) -> None:
    """Make or change the tables, within the caller's transaction. Raise RuntimeError where that cannot be done."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise RuntimeError(str(error)) from error
