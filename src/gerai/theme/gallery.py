"""Each component with its variations, drawn from the samples."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from django.template import Context, Template
from django.utils.safestring import SafeString

from gerai.theme.component_tags import answers, lists, pictures, service
from gerai.theme.drawings import ILLUSTRATIONS
from gerai.theme.icon_paths import ICON_PATHS
from gerai.theme.samples import sample_context

# A tag and the ways to use it. Whatever needs a list around it says so here as well.
_SOURCES: dict[str, tuple[str, ...]] = {
    "icon": (
        '{% icon "clock" %} · {% icon "clock" "Jam" %}',
        "".join(f'<span>{{% icon "{name}" %}} {name}</span>' for name in ICON_PATHS),
    ),
    "illustration": tuple(f'{{% illustration "{name}" %}}' for name in ILLUSTRATIONS),
    "qr_code": ('{% qr_code "https://mpp.example.go.id/instansi/kpp/" %}',),
    "hero": (
        '{% hero "Mau urus apa?" "#" placeholder="paspor, SIM, izin usaha" '
        'examples=links pill_key="sample" pill_fallback="Senin–Kamis 08.00–15.00" '
        'place="Jalan Contoh 1" place_url="#" %}',
    ),
    "page_header": (
        '{% page_header "Paspor baru" "Untuk yang belum pernah punya paspor." '
        'eyebrow="Imigrasi" eyebrow_url="#" badges=badges %}',
        '{% page_header long_title term="Nama resmi: persetujuan teknis" %}',
    ),
    "breadcrumbs": ("{% breadcrumbs crumbs %}",),
    "open_pill": (
        '{% open_pill "sample" "Senin–Kamis 08.00–15.00" %}',
        '<span class="pill" data-state="open">Buka sampai 15.00</span>',
        '<span class="pill" data-state="unconfirmed-open">Biasanya buka sampai 15.00 '
        "· jam belum dikonfirmasi</span>",
        '<span class="pill" data-state="closed">Tutup · buka lagi Senin 08.00</span>',
        '<span class="pill" data-state="unconfirmed-closed">Tutup · biasanya buka '
        "Senin 08.00</span>",
        '<span class="pill" data-state="unknown">Jam belum diketahui</span>',
    ),
    "five_facts": (
        "{% five_facts facts %}",
        '{% five_facts unknown_facts "Belum diisi" %}',
    ),
    "trust_line": (
        '{% trust_line "confirmed" "Dikonfirmasi oleh Imigrasi, 3 November 2026" %}',
        '{% trust_line "local" "Dari standar resmi Samarinda, Nov 2022 · belum '
        'diverifikasi instansi" source_url="#" report_url="#" %}',
        '{% trust_line "uniform" "Standar seragam instansi ini" '
        'source_label="Permenkumham" %}',
        '{% trust_line "general" "Acuan umum, pastikan ke gerai" report_url="#" %}',
    ),
    "banners": ("{% banners banners %}",),
    "notice_strip": (
        '{% notice_strip "info" "Antrean daring segera dibuka" %}',
        '{% notice_strip "warning" "Lift rusak" "Pakai tangga timur." url="#" '
        'link_label="Minta bantuan" %}',
        '{% notice_strip "closed" "Tutup Jumat, 25 Desember" "Hari Raya Natal." %}',
        '{% notice_strip "good" "Sudah dikirim" %}',
    ),
    "badge": (
        "{% for item in badges %}{% badge item.text item.kind item.icon %} {% endfor %}",
    ),
    "definition": ('<h3>{% definition "Bawa ini" "Persyaratan" %}</h3>',),
    "requirement_list": ('{% requirement_list requirements "gallery" %}',),
    "step_list": ("{% step_list steps %}",),
    "fee_table": ('{% fee_table fees "Biaya paspor" "Tidak ada biaya lain." %}',),
    "weekly_table": (
        '{% weekly_table week "Jam setiap minggu" %}',
        '{% weekly_table closures "Hari tutup" %}',
    ),
    "share_bar": ('{% share_bar "https://contoh.test/paspor/" "Paspor baru" %}',),
    "review_line": ('{% review_line "Ditinjau 3 November 2026." "#" %}',),
    "unknown": ("{% unknown %}", '{% unknown "Lantai belum diketahui" %}'),
    "search_form": (
        '{% search_form "#" "paspor" label="Cari lagi" form_id="gallery" %}',
    ),
    "filter_bar": ("{% filter_bar filters %}",),
    "service_row": (
        '<ul class="rows">{% service_row "#" "Paspor baru" "Imigrasi · lantai 2" '
        'row_facts badges %}{% service_row "#" long_title "Lingkungan hidup" %}</ul>',
    ),
    "card": (
        '<ul class="cards">{% card "#" "Kantor Imigrasi" "Paspor baru dan ganti" '
        'meta="7 layanan" pill_key="sample" pill_fallback="Senin–Kamis" plate="2" %}'
        '{% card "#" "Disdukcapil" "KTP, KK, akta" meta="Jalan Contoh" '
        'badge="Di tempat lain" %}</ul>',
    ),
    "tile": (
        '<ul class="tiles">{% tile "#" "Punya bayi" "Akta, KK, BPJS" "baby" %}'
        '{% tile "#" "Menikah" "Surat nikah" "ring" %}'
        '{% tile "#" "Buka usaha" "NIB, NPWP" "shop" %}'
        '{% tile "#" "Dompet hilang" icon="wallet" %}</ul>',
    ),
    "floor_band": (
        '<ol class="floors">{% for floor in floors %}{% floor_band floor %}'
        "{% endfor %}</ol>",
    ),
    "feature_list": ("{% feature_list features %}",),
    "facts_table": ("{% facts_table sourced %}",),
    "contact_list": ("{% contact_list contact %}",),
    "pledge": (
        '{% pledge "Kami melayani sesuai standar." "Kepala Dinas" %}',
        '{% pledge "" title="Janji kami" %}',
    ),
    "pager": ('{% pager page_of_ten "?page=2" "?page=4" %}',),
    "empty_state": (
        '{% empty_state "Tidak ada yang cocok" "Mungkin ejaannya lain." links %}',
    ),
    "error_summary": ("{% error_summary form %}",),
    "language_note": ("{% language_note %}",),
}


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to use a component: what is written, and what comes out."""

    source: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Entry:
    """A component with its documentation and variations."""

    name: str
    description: str
    variations: tuple[Variation, ...]


def entries() -> list[Entry]:
    """All components in the order in which a page uses them."""
    return [
        Entry(name, _description(name), tuple(map(draw, sources)))
        for name, sources in _SOURCES.items()
    ]


def draw(source: str) -> Variation:
    """What a template text with component tags gives for the samples."""
    template = Template("{% load components %}" + source)
    return Variation(source, template.render(Context(sample_context())))


def _description(name: str) -> str:
    modules = (pictures, lists, answers, service)
    tag = next(getattr(module, name) for module in modules if hasattr(module, name))
    return inspect.getdoc(tag) or ""
