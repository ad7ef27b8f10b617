"""A tiny site whose pages read the table of groups; what the publisher's tests publish."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gerai.publishing.pieces import page_piece
from gerai.publishing.reading import current_reading


def index(request: HttpRequest) -> HttpResponse:
    names = Group.objects.order_by("name", "pk").values_list("name", flat=True)
    return HttpResponse(f"<title>Semua</title>{', '.join(names)} ({len(names)})")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    group = Group.objects.get(pk=pk)
    if group.name == "broken":
        raise ValueError("this template is broken")
    return HttpResponse(f"<title>{group.name}</title>")


def count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Group.objects.filter(name__startswith="a").count()))


def personal(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("for you")
    response.set_cookie("visitor", "1")
    return response


def moved(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect("/")


def writing(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="written while rendering")
    return HttpResponse("never")


def wrong_query(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM auth_group")
    return HttpResponse("never")


def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """A page with a part that stands on every page, and a piece of its own."""
    reading = current_reading()
    foot = reading.part("foot", _foot) if reading else _foot()
    name = Group.objects.get(pk=pk).name
    return HttpResponse(f"<title>{name}</title>{marks_of(pk)}{foot}")


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that shows one column of its row, and the part of every page."""
    reading = current_reading()
    foot = reading.part("foot", _foot) if reading else _foot()
    return HttpResponse(f"<title>{User.objects.get(pk=pk).first_name}</title>{foot}")


def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that shows one column itself and in a part, and another in a piece."""
    first_name = User.objects.get(pk=pk).first_name
    reading = current_reading()

    def greet() -> str:
        return f"(Halo {first_name}!)"

    greeting = reading.part(("greeting", pk), greet) if reading else greet()
    return HttpResponse(f"<title>{first_name}</title>{greeting}{last_name_of(pk)}")


drawn_cards: list[int] = []


@page_piece
def last_name_of(pk: int) -> SafeString:
    drawn_cards.append(pk)
    return SafeString(f"[{User.objects.get(pk=pk).last_name}]")


@page_piece
def marks_of(pk: int) -> SafeString:
    """What groups named ``mark of 7: …`` say about the page of group 7."""
    marks = Group.objects.filter(name__startswith=f"mark of {pk}:").order_by("pk")
    names = list(marks.values_list("name", flat=True))
    if any("broken" in name for name in names):
        raise ValueError("this piece is broken")
    return SafeString("".join(f"[{name}, {get_language()}]" for name in names))


def nested(request: HttpRequest, pk: int) -> HttpResponse:
    """A page with a piece that stands by itself, and once more within another."""
    return HttpResponse(f"<title>{pk}</title>{telephone()}{place_with_telephone()}")


@page_piece
def telephone() -> SafeString:
    return SafeString(_foot())


@page_piece
def place_with_telephone() -> SafeString:
    return SafeString(f"<p>Lantai 2 {telephone()}</p>")


def _foot() -> str:
    return "".join(
        f"({name})"
        for name in Group.objects.filter(name__startswith="foot")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def signed_addresses() -> list[str]:
    pages = Group.objects.exclude(name__startswith="foot")
    pages = pages.exclude(name__startswith="mark")
    return [f"/signed/{pk}/" for pk in pages.values_list("pk", flat=True)]


def persons() -> list[str]:
    return [f"/person/{pk}/" for pk in User.objects.values_list("pk", flat=True)]


def nesting() -> list[str]:
    return [f"/nested/{pk}/" for pk in User.objects.values_list("pk", flat=True)]


def cards() -> list[str]:
    return [f"/card/{pk}/" for pk in User.objects.values_list("pk", flat=True)]


def addresses() -> list[str]:
    pages = Group.objects.values_list("pk", flat=True)
    return ["/", "/count/", *(f"/group/{pk}/" for pk in pages)]


urlpatterns = [
    path("", index),
    path("count/", count),
    path("group/<int:pk>/", page),
    path("signed/<int:pk>/", signed),
    path("person/<int:pk>/", person),
    path("nested/<int:pk>/", nested),
    path("card/<int:pk>/", card),
    path("personal/", personal),
    path("moved/", moved),
    path("writing/", writing),
    path("wrong-query/", wrong_query),
    path("aaa-wrong-query/", wrong_query),
]
