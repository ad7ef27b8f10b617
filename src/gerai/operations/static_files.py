"""Static files straight from the data folder: hashed names, compressed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

_POLICY = "default-src 'none'; frame-ancestors 'none'"


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, answering with bytes.

    Its own file responses are streams, which an ASGI server has to read in another
    thread, piece by piece.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        answer = static_file.get_response(request.method, request.META)
        body = b""
        if answer.file is not None:
            with answer.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(answer.status))
        del response["Content-Type"]
        for name, value in answer.headers:
            response[name] = value
        # Opened by itself, a file is nothing but a file.
        response["Content-Security-Policy"] = _POLICY
        return response


class CompressedOnceStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compresses a file only when its name, which holds a hash, is new."""

    # Modules name one another; their names must get the hashes too.
    support_js_module_import_aggregation = True

    def read_manifest_again(self) -> None:
        """Use the names that another process has collected since this one started."""
        self.hashed_files, self.manifest_hash = self.load_manifest()

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        fresh = [
            path
            for path in paths
            if not any(
                Path(f"{self.path(path)}{suffix}").exists() for suffix in (".gz", ".br")
            )
        ]
        yield from super().compress_files(fresh)
