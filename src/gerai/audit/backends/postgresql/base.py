"""Django's PostgreSQL with a record of what each transaction changes."""

from django.db.backends.postgresql import base, operations

from gerai.audit.backends.recorded import RecordedOperations, RecordedTransactions


class DatabaseOperations(RecordedOperations, operations.DatabaseOperations):
    compiler_module = "gerai.audit.backends.postgresql.compiler"


class DatabaseWrapper(RecordedTransactions, base.DatabaseWrapper):
    ops_class = DatabaseOperations
