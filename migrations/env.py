"""Alembic's entry: one transaction per migration, on the engine the caller hands over."""

from alembic import context

from feedback.schema import METADATA

engine = context.config.attributes["engine"]

with engine.execution_options(write=True).connect() as connection:
    context.configure(
        connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()
