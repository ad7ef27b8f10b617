"""Django's SQLite with a record of what each transaction changes."""

from django.db.backends.sqlite3 import base, operations

from gerai.audit.backends.recorded import RecordedOperations, RecordedTransactions


class DatabaseOperations(RecordedOperations, operations.DatabaseOperations):
    compiler_module = "gerai.audit.backends.sqlite3.compiler"


class DatabaseWrapper(RecordedTransactions, base.DatabaseWrapper):
    ops_class = DatabaseOperations
