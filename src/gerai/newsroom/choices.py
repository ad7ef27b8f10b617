"""Words of the newsroom; public, imports no app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How much a notice matters; lists put the most urgent first."""

    URGENT = "urgent", _("Urgent: changes a visit today")
    IMPORTANT = "important", _("Important")
    NORMAL = "normal", _("Ordinary")


class BannerKind(models.TextChoices):
    """What a banner says; the order is that in which banners stand on a page."""

    CLOSED = "closed", _("Closed")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Information")


class DocumentKind(models.TextChoices):
    """What a document is for."""

    FORM = "form", _("Form")
    REGULATION = "regulation", _("Regulation")
    REPORT = "report", _("Report")
    OTHER = "other", _("Other document")


class InformationClass(models.TextChoices):
    """Classes of public information in UU 14/2008, articles 9, 10, 11 and 17.

    Exempted information may be listed, never handed out.
    """

    PERIODIC = "periodic", _("Published regularly (berkala)")
    IMMEDIATE = "immediate", _("Published at once (serta-merta)")
    ANYTIME = "anytime", _("Available at any time (setiap saat)")
    EXEMPT = "exempt", _("Exempted (dikecualikan)")


URGENCY_RANK = {value: rank for rank, value in enumerate(Urgency.values)}
BANNER_RANK = {value: rank for rank, value in enumerate(BannerKind.values)}

DOCUMENT_KIND_SLUGS = {
    DocumentKind.FORM: "formulir",
    DocumentKind.REGULATION: "peraturan",
    DocumentKind.REPORT: "laporan",
    DocumentKind.OTHER: "lainnya",
}
CLASS_SLUGS = {
    InformationClass.PERIODIC: "berkala",
    InformationClass.IMMEDIATE: "serta-merta",
    InformationClass.ANYTIME: "setiap-saat",
    InformationClass.EXEMPT: "dikecualikan",
}
"""Parts of the addresses of lists: ``/dokumen/jenis/formulir/``."""

LIST_WORDS = frozenset(
    {"halaman", "topik", "jenis", "golongan", "lewat", "berkas", "unduh"}
)
"""First parts of addresses of lists, which no item may have as its own."""
