"""Statements as PostgreSQL gets them; those that write are recorded."""

from django.db.backends.postgresql import compiler

from gerai.audit.backends.recording import RecordsDelete, RecordsInsert, RecordsUpdate

SQLCompiler = compiler.SQLCompiler
SQLAggregateCompiler = compiler.SQLAggregateCompiler


class SQLInsertCompiler(RecordsInsert, compiler.SQLInsertCompiler):  # type: ignore[misc]
    """INSERT."""


class SQLUpdateCompiler(RecordsUpdate, compiler.SQLUpdateCompiler):  # type: ignore[misc]
    """UPDATE."""


class SQLDeleteCompiler(RecordsDelete, compiler.SQLDeleteCompiler):  # type: ignore[misc]
    """DELETE."""
