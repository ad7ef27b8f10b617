"""Addresses of sheets; below ``/en/`` the same ones in English."""

from django.urls import re_path

from gerai.printing.choices import SheetKind
from gerai.printing.views import public

app_name = "printing"
urlpatterns = [
    re_path(
        r"^instansi/(?P<agency>[-\w]+)/(?P<service>[-\w]+)/"
        rf"(?P<kind>{'|'.join(SheetKind.values)})\.pdf$",
        public.service_sheet,
        name="service_sheet",
    ),
]
