"""Error pages as the publisher renders them; in each language, answered with 200."""

from django.urls import path

from gerai.website.views import error_page, unavailable_for_machines
from gerai.website.views.departures import departures

app_name = "errors"
urlpatterns = [
    path("<int:status>.html", error_page, name="page"),
    path("503.json", unavailable_for_machines, name="unavailable"),
    path("alihan.json", departures, name="departures"),
]
