"""Addresses of files, in place of Wagtail's of the same name."""

from django.urls import path

from gerai.files.views import document_file

urlpatterns = [
    path(
        "dokumen/berkas/<int:document_id>/<path:document_filename>",
        document_file,
        name="wagtaildocs_serve",
    ),
]
