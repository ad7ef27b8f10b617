"""Statements as SQLite gets them; those that write are recorded."""

from django.db.models.sql import compiler

from gerai.audit.backends.recording import RecordsDelete, RecordsInsert, RecordsUpdate

SQLCompiler = compiler.SQLCompiler
SQLAggregateCompiler = compiler.SQLAggregateCompiler


class SQLInsertCompiler(RecordsInsert, compiler.SQLInsertCompiler):  # type: ignore[misc]
    """INSERT."""


class SQLUpdateCompiler(RecordsUpdate, compiler.SQLUpdateCompiler):  # type: ignore[misc]
    """UPDATE."""


class SQLDeleteCompiler(RecordsDelete, compiler.SQLDeleteCompiler):  # type: ignore[misc]
    """DELETE."""
