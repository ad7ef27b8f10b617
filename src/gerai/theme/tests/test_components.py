from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template
from django.utils.translation import override

from gerai.theme.gallery import draw, entries
from gerai.theme.icon_paths import ICON_PATHS
from gerai.theme.parts import Fact, FormFile, RequirementGroup, RequirementItem
from gerai.theme.templatetags import components

VOID = {"input", "br", "hr", "img", "meta", "link", "path", "rect"}
HOSTILE = '"><script>alert(1)</script>'


class Outline(HTMLParser):
    """Elements of a text in order; raises if an end tag closes the wrong one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def render(source: str, **values: object) -> str:
    with override("id"):
        return Template("{% load components %}" + source).render(Context(values))


def variations() -> Iterator[tuple[str, str]]:
    with override("id"):
        for entry in entries():
            for variation in entry.variations:
                yield entry.name, variation.html


@pytest.mark.parametrize(("name", "html"), list(variations()))
def test_each_component_is_sound_html(name: str, html: str) -> None:
    outline = Outline(html)
    assert outline.open == []
    assert html.strip()
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in outline.elements:
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]
        if tag == "script":
            assert attributes["type"] == "module"
            assert attributes["src"]
        if tag == "button":
            assert attributes["type"] in {"button", "submit"}


def test_each_component_is_in_the_gallery_and_documented() -> None:
    with override("id"):
        shown = {entry.name: entry.description for entry in entries()}
    assert set(shown) == set(components.register.tags)
    for name, description in shown.items():
        assert "Usage:" in description, name


@pytest.mark.parametrize("name", list(ICON_PATHS))
def test_each_icon_is_one_small_path(name: str) -> None:
    html = render("{% icon name %}", name=name)
    (path,) = Outline(html).all("path")
    assert set(path["d"] or "") <= set("MmLlHhVvCcSsQqTtAaZz0123456789.- ")
    assert len(html) < 600
    assert 'aria-hidden="true"' in html


def test_an_icon_that_stands_alone_speaks() -> None:
    html = render('{% icon "phone" label %}', label=HOSTILE)
    (svg,) = Outline(html).all("svg")
    assert svg["aria-label"] == HOSTILE
    assert svg["role"] == "img"


def test_an_unknown_icon_is_a_dot() -> None:
    assert render('{% icon "nothing" %}') == render('{% icon "dot" %}')


def test_the_open_pill_says_the_hours_without_a_script() -> None:
    html = render('{% open_pill "imigrasi" "Senin–Kamis" %}')
    assert html.strip() == (
        '<span class="pill" data-open-pill="imigrasi">Senin–Kamis</span>'
    )
    assert "data-open-brief" in render('{% open_pill "imigrasi" "Senin" True %}')


def test_five_facts_are_pairs_of_label_and_value() -> None:
    facts = [
        Fact("money", "Biaya", "Rp 350.000", "per paspor", "#biaya"),
        Fact("clock", "Jam", "Senin–Kamis", pill_key="imigrasi"),
        Fact("bring", "Bawa", "Belum diisi", is_unknown=True),
    ]
    html = render("{% five_facts facts %}", facts=facts)
    outline = Outline(html)
    assert len(outline.all("dt")) == len(outline.all("dd")) == 3
    assert [link["href"] for link in outline.all("a")] == ["#biaya"]
    assert 'data-open-pill="imigrasi">Senin–Kamis<' in html
    assert html.count("facts__value--unknown") == 1


def test_a_requirement_is_a_box_within_its_label() -> None:
    item = RequirementItem(
        "ktp",
        "KTP",
        condition="Jika hilang",
        marks=("asli", "2 fotokopi"),
        is_optional=True,
        form=FormFile("/f.pdf", "Formulir", "PDF", "12 KB"),
    )
    html = render(
        '{% requirement_list groups "paspor" %}',
        groups=[RequirementGroup(items=[item])],
    )
    outline = Outline(html)
    (box,) = outline.all("input")
    assert box["type"] == "checkbox"
    assert box["data-check"] == "ktp"
    assert "checked" not in box
    tags = [tag for tag, _ in outline.elements]
    assert tags.index("label") < tags.index("input")
    assert "Jika hilang:" in html
    assert "jika ada" in html
    assert "PDF, 12 KB" in html
    assert 'data-checklist="paspor"' in html
    (status,) = [p for p in outline.all("p") if "data-checklist-status" in p]
    assert "hidden" in status


def test_a_trust_line_links_source_and_report() -> None:
    html = render(
        '{% trust_line "local" "Nov 2022" "https://a.test/" report_url="/r/" %}'
    )
    links = [link["href"] for link in Outline(html).all("a")]
    assert links == ["https://a.test/", "/r/"]
    assert "trust--local" in html
    assert Outline(render('{% trust_line "confirmed" "x" %}')).all("a") == []


def test_breadcrumbs_mark_the_page_itself() -> None:
    html = draw("{% breadcrumbs crumbs %}").html
    assert len(Outline(html).all("a")) == 3
    assert '<span aria-current="page">Paspor baru</span>' in html
    assert render("{% breadcrumbs items %}", items=[]).strip() == ""


def test_whatsapp_gets_words_and_address() -> None:
    html = render(
        "{% share_bar url title text %}",
        url="https://a.test/paspor/?a=1&b=2",
        title="Paspor",
        text="Bawa KTP & KK",
    )
    (link,) = Outline(html).all("a")
    query = parse_qs(urlsplit(link["href"] or "").query)
    assert query["text"] == ["Bawa KTP & KK\nhttps://a.test/paspor/?a=1&b=2"]
    assert all("hidden" in button for button in Outline(html).all("button"))


def test_a_pager_leads_to_the_pages_beside_it() -> None:
    html = draw('{% pager page_of_ten "/layanan/halaman/2/" "/?a=1&page=4" %}').html
    assert [link["href"] for link in Outline(html).all("a")] == [
        "/layanan/halaman/2/",
        "/?a=1&page=4",
    ]


def test_errors_lead_to_their_fields() -> None:
    html = draw("{% error_summary form %}").html
    assert [link["href"] for link in Outline(html).all("a")] == [
        "#id_name",
        "#id_email",
    ]
    assert 'role="alert"' in html


def test_fees_are_rows_with_a_heading() -> None:
    outline = Outline(draw("{% fee_table fees %}").html)
    rows = [cell for cell in outline.all("th") if cell.get("scope") == "row"]
    assert len(rows) == len(outline.all("td")) == 4


def test_a_day_without_hours_is_closed_or_unknown() -> None:
    html = draw("{% weekly_table week %}").html
    assert html.count("Tutup") == 1
    assert html.count("Belum diketahui") == 1
    assert 'data-weekday="1"' in html


def test_a_floor_is_a_list_of_counters() -> None:
    html = draw(
        "<ol>{% for floor in floors %}{% floor_band floor %}{% endfor %}</ol>"
    ).html
    assert html.count('class="counter"') == 5
    assert 'id="lantai-2"' in html
    assert "sedang rusak" in html


@pytest.mark.parametrize(
    "source",
    [
        "{% notice_strip 'info' word word word word %}",
        "{% card word word word meta=word pill_fallback=word badge=word plate=word %}",
        "{% tile word word word %}",
        "{% service_row word word word text=word heading=word %}",
        "{% search_form word word word word %}",
        "{% page_header word word eyebrow=word eyebrow_url=word term=word %}",
        "{% trust_line word word word word word %}",
        "{% definition word word %}{% unknown word %}{% pledge word word word %}",
        "{% share_bar word word word %}",
        "{% open_pill word word %}{% review_line word word %}",
    ],
)
def test_words_are_escaped(source: str) -> None:
    assert "<script>alert" not in render(source, word=HOSTILE)


def test_json_cannot_end_its_script() -> None:
    html = render("{{ text|for_script }}", text='{"a": "</script><!-- & "}')
    assert html == '{"a": "\\u003C/script\\u003E\\u003C!-- \\u0026 "}'
    assert render("{{ text|for_script|for_script }}", text="<") == "\\u003C"
