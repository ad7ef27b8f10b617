"""Texts of pages between Markdown, blocks and HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.contentpack.format.blocks import (
    Block,
    DocumentItem,
    DocumentsBlock,
    FactItem,
    FactsBlock,
    FaqBlock,
    QuestionItem,
    TableBlock,
    TextBlock,
)
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.texts.body import BodyReader
from gerai.contentpack.texts.likeness import differences
from gerai.contentpack.texts.links import site_target, targets_of
from gerai.contentpack.texts.markdown_check import check_line
from gerai.contentpack.texts.markdown_text import read_markdown, write_markdown
from gerai.contentpack.texts.nodes import Item, ListNode, Node, Paragraph, Run
from gerai.contentpack.texts.rich_text import read_html, write_html
from gerai.contentpack.texts.tables import read_table, write_table
from gerai.contentpack.texts.writing import write_body

LETTERS = list("ab z.-+*_#>[]()`\\&;:<|!1~='\"é")
words = st.text(alphabet=st.sampled_from(LETTERS), min_size=1, max_size=12)
runs = st.lists(
    st.one_of(
        st.builds(
            Run,
            words,
            st.booleans(),
            st.booleans(),
            st.sampled_from(["", "", "/jam-buka/", "https://a.example/c_d"]),
        ),
        st.just(Run("\n")),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
items = st.recursive(
    st.builds(Item, runs),
    lambda inner: st.builds(
        Item,
        runs,
        st.lists(
            st.builds(
                ListNode,
                st.sampled_from(["ul", "ol"]),
                st.lists(inner, min_size=1, max_size=2).map(tuple),
            ),
            max_size=1,
        ).map(tuple),
    ),
    max_leaves=4,
)
nodes = st.one_of(
    st.builds(Paragraph, st.sampled_from(["p", "h3", "h4"]), runs),
    st.builds(
        ListNode,
        st.sampled_from(["ul", "ol"]),
        st.lists(items, min_size=1, max_size=3).map(tuple),
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(nodes, max_size=3))
def test_rich_text_survives_html_and_markdown(found: list[Node]) -> None:
    canonical = read_html(write_html(found))
    assert read_html(write_html(canonical)) == canonical
    assert read_markdown(write_markdown(canonical)) == canonical


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_becomes_markup(text: str) -> None:
    html = write_html(read_markdown(text))
    for node in read_html(html):
        assert isinstance(node, Paragraph | ListNode)
    assert "<script" not in html.lower()
    assert "onclick" not in html.lower() or "&lt;" in html or "<" not in text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**tebal** dan *miring*", "<p><b>tebal</b> dan <i>miring</i></p>"),
        ("### Judul\n\nTeks", "<h3>Judul</h3><p>Teks</p>"),
        ("Bawa:\n- KTP\n- KK", "<p>Bawa:</p><ul><li>KTP</li><li>KK</li></ul>"),
        ("1. satu\n2. dua", "<ol><li>satu</li><li>dua</li></ol>"),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("umur < 5 & > 2", "<p>umur &lt; 5 &amp; &gt; 2</p>"),
        ("[x](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">x</a></p>'),
        ("<https://a.example/>", '<p><a href="https://a.example/">https://a.example/</a></p>'),
        ("[x](javascript:alert)", "<p>x</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_html(markdown: str, html: str) -> None:
    assert write_html(read_markdown(markdown)) == html


def test_html_of_the_desk_becomes_canonical() -> None:
    desk = (
        '<p data-block-key="a1b2"><strong>Tebal </strong>dan<em> miring</em></p>'
        '<h2 data-block-key="c">Judul</h2><hr/><ul><li data-block-key="d">x</li></ul>'
        "<ul><li>y</li></ul><blockquote>kutipan</blockquote>"
    )
    assert write_html(read_html(desk)) == (
        "<p><b>Tebal</b> dan <i>miring</i></p><h3>Judul</h3>"
        "<ul><li>x</li><li>y</li></ul><p>kutipan</p>"
    )


cells = st.text(alphabet=st.sampled_from("ab|1 é-"), max_size=6).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["row", "column", "both", "neither"]),
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=4
        )
    ),
)
def test_tables_survive(heads: str, rows: list[list[str]]) -> None:
    # Headings that are all empty can't be told from none.
    if not any(rows[0]) or not all(row[0] for row in rows):
        return
    lines = write_table(heads, rows)  # type: ignore[arg-type]
    assert read_table(lines) == (heads, rows)


BLOCKS: list[Block] = [
    TextBlock(html="<p>Pembuka # * _ teks.</p>"),
    TextBlock(heading="Judul [1] *", html="<h3>Kecil</h3><p>Teks <b>tebal</b></p>"),
    FactsBlock(
        heading="Fakta",
        items=[
            FactItem(label="Dibuka", value="2019", source=["A", "B"], as_of="2019-01"),
            FactItem(label="Nomor", value="0541\nbaris dua", trust="local"),
        ],
    ),
    TableBlock(caption="Jumlah", heads="both", rows=[["a", "b"], ["c", "d"]]),
    DocumentsBlock(items=[DocumentItem(file="files/a.pdf", label="Formulir")]),
    FaqBlock(
        heading="Tanya",
        items=[
            QuestionItem(question="Apa?", answer="<p>Ini.</p><ul><li>itu</li></ul>")
        ],
    ),
]


def read(body: str, *, is_english: bool = False) -> tuple[list[Block], Problems]:
    problems = Problems()
    reader = BodyReader("x.md", problems, is_english=is_english)
    return reader.read(body, 1), problems


def test_bodies_survive() -> None:
    found, problems = read(write_body(BLOCKS))
    assert not problems
    assert found == BLOCKS


def test_english_facts_have_words_only() -> None:
    body = write_body(BLOCKS, is_english=True)
    found, problems = read(body, is_english=True)
    assert not problems
    assert differences(BLOCKS, found) == []
    _found, problems = read(write_body(BLOCKS), is_english=True)
    assert [fault.field for fault in problems] == [
        "[1].source", "[1].as_of", "[2].trust",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("teks\n\n## Judul\n\n## Judul lain\n\nteks", 3),
        ("```facts\n- label: x\n", 1),
        ("```kode\nx\n```", 1),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", 1),
        ("Tabel: x\n\n| a | b |\n| 1 | 2 |", 1),
        ("Tabel: x\n\n| a | b |\n| --- | --- |\n| 1 |", 1),
        ("```faq\n- question: x\n  answer: <img src=x>\n```", 1),
        ("a\n\n> b", 3),
        ("a\n\n---", 3),
        ("![a](images/x.png)", 1),
        ("a `b`", 1),
        ("[a]: https://a.example", 1),
        ("teks\n" + "[" * 100_000, 2),
    ],
)
def test_what_a_body_may_not_hold(body: str, line: int) -> None:
    _found, problems = read(body)
    assert {(fault.line, fault.field) for fault in problems} == {(line, "body")}


@pytest.mark.parametrize(
    ("english", "count"),
    [
        ([TextBlock(html="<p>a</p>")], 0),
        ([TextBlock(html="<p>a</p><p>b</p>")], 1),
        ([TextBlock(heading="x", html="<p>a</p>")], 1),
        ([TextBlock(html='<p><a href="/x/">a</a></p>')], 1),
        ([TextBlock(html="<ul><li>a</li></ul>")], 1),
        ([], 1),
    ],
)
def test_a_translation_has_the_same_pieces(english: list[Block], count: int) -> None:
    assert len(differences([TextBlock(html="<p>x</p>")], english)) == count


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/en/kontak/", "/kontak/"),
        ("/kontak", "/kontak/"),
        ("/en/", "/"),
        ("/english/", "/english/"),
        ("https://a.example/en/", "https://a.example/en/"),
        ("/data/services.csv", "/data/services.csv"),
        ("/cari/?q=ktp", "/cari/?q=ktp"),
        ("/a/#b", "/a/#b"),
    ],
)
def test_links_lose_their_language(target: str, expected: str) -> None:
    assert site_target(target) == expected


def test_targets_are_found() -> None:
    html = '<p><a href="/a/">a</a></p><ul><li>b<ul><li><a href="/c/">c</a></li></ul></li></ul>'
    assert targets_of([TextBlock(html=html), *BLOCKS]) == ["/a/", "/c/", "files/a.pdf"]


@pytest.mark.parametrize(
    "line",
    [
        "teks biasa, umur < 5 tahun",
        "[a](https://a.example/x_(y))",
        "<halo@a.example>",
        "- *miring*",
        "1. satu",
        "a \\> b \\`",
    ],
)
def test_ordinary_lines_pass(line: str) -> None:
    assert check_line(line) == []
