from __future__ import annotations


def pytest_configure() -> None:
    """Tests read what visitors read: in a fresh checkout nothing is compiled yet."""
    from gerai.operations.messages import compile_catalogues  # noqa: PLC0415

    compile_catalogues()
