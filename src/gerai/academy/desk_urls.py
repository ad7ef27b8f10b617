"""Addresses of learning below ``/admin/akademi/``; those of copies stand beside them."""

from __future__ import annotations

from django.urls import URLPattern, path

from gerai.academy.classes import views as classes
from gerai.academy.help import views as help_views
from gerai.academy.lessons import managing
from gerai.academy.lessons import views as lessons
from gerai.academy.skills import views as skills

_START = "akademi/"
_LESSON = f"{_START}pelajaran/<slug:key>/"
_KEEP = f"{_START}kelola/"
_CLASS = f"{_START}kelas/<int:pk>/"


def academy_urls() -> list[URLPattern]:
    """The path, lessons, tests, results, classes and help."""
    return [
        path(_START, lessons.path, name="academy_path"),
        path(f"{_START}sambutan/tutup/", lessons.skip_welcome, name="academy_skip"),
        path(_LESSON, lessons.lesson, name="academy_lesson"),
        path(f"{_LESSON}latihan/", lessons.exercise, name="academy_exercise"),
        path(f"{_LESSON}pertanyaan/", lessons.questions, name="academy_questions"),
        path(_KEEP, managing.lessons, name="academy_lessons"),
        path(f"{_KEEP}baru/", managing.new, name="academy_new_lesson"),
        path(f"{_KEEP}<slug:key>/kata/", managing.words, name="academy_words"),
        path(f"{_KEEP}<slug:key>/teks/", managing.source, name="academy_source"),
        path(f"{_START}uji/", skills.tests, name="academy_tests"),
        path(f"{_START}uji/<int:pk>/", skills.test, name="academy_test"),
        path(f"{_START}uji/<int:pk>/hasil/", skills.result, name="academy_test_result"),
        path(
            f"{_START}sertifikat/<str:code>/",
            skills.certificate,
            name="academy_certificate",
        ),
        path(f"{_START}hasil/", skills.results, name="academy_results"),
        path(f"{_START}hasil/<str:kind>/", classes.export, name="academy_export"),
        path(f"{_START}kelas/", classes.index, name="academy_classes"),
        path(f"{_START}kelas/baru/", classes.new, name="academy_new_class"),
        path(_CLASS, classes.training, name="academy_class"),
        path(f"{_CLASS}ubah/", classes.change, name="academy_change_class"),
        path(f"{_CLASS}kehadiran/", classes.presence, name="academy_presence"),
        path(f"{_CLASS}layar/", classes.projector, name="academy_projector"),
        path(f"{_CLASS}hadir/", classes.attendance, name="academy_attendance"),
        path(f"{_CLASS}lembar/", classes.handouts, name="academy_handouts"),
        path(f"{_START}bantuan/", help_views.panel, name="academy_help"),
    ]
