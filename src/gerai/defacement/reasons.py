"""Why something is suspicious, in words for people who aren't technicians."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence.

    Attributes:
        kind: a key of ``WORDS``.
        found: the words or the address that it is about.
        excerpt: some text around it.
        weight: what it adds to the score.
        mark: stays the same however it is written; allowing remembers it.
    """

    kind: str
    found: str = ""
    excerpt: str = ""
    weight: float = 0.0
    mark: str = ""

    @property
    def words(self) -> str | Promise:
        """What it says, in the active language."""
        return WORDS.get(self.kind, WORDS["other"])

    def stored(self) -> dict[str, Any]:
        """As it is kept in the database."""
        return asdict(self)

    @property
    def around(self) -> tuple[str, str, str]:
        """The excerpt in three parts: before what was found, this, and after it."""
        text = self.excerpt or self.found
        at = text.lower().find(self.found.lower()) if self.found else -1
        if at < 0:
            return text, "", ""
        end = at + len(self.found)
        return text[:at], text[at:end], text[end:]

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> Reason:
        """From what ``stored`` gave; unknown parts are left out."""
        return cls(
            kind=str(stored.get("kind", "other")),
            found=str(stored.get("found", "")),
            excerpt=str(stored.get("excerpt", "")),
            weight=float(stored.get("weight", 0)),
            mark=str(stored.get("mark", "")),
        )


WORDS: dict[str, str | Promise] = {
    "gambling": _("It reads like advertising for gambling."),
    "pharmacy": _("It reads like illegal advertising for medicine."),
    "adult": _("It reads like advertising for pornography, loans or forged papers."),
    "vandalism": _("It reads like what somebody leaves who broke in."),
    "disguised": _(
        "Words of advertising are disguised, so that checks don't see them."
    ),
    "hidden_words": _(
        "Words of advertising are hidden: readers don't see them, search engines do."
    ),
    "hidden_link": _("A link is hidden from the readers."),
    "foreign": _("It holds words of gambling in another alphabet."),
    "foreign_script": _("Much of it is in an alphabet that isn't used here."),
    "turned": _("Invisible signs turn the direction of its text."),
    "refresh": _("The page leads its readers to another site by itself."),
    "redirect": _("The redirect leads to a site that isn't ours and isn't known."),
    "script": _("It holds a program."),
    "foreign_script_source": _("It loads a program from another site."),
    "handler": _("A program is hidden in it."),
    "frame": _("It shows another site inside the page."),
    "target": _("A form or all links lead to another site."),
    "program_link": _("A link is really a program."),
    "link_name": _(
        "A link leads to an address that sounds like gambling or illegal medicine."
    ),
    "odd_link": _("A link leads to a kind of address that is often abused."),
    "one_host": _("Very many links lead to one unknown site."),
    "farm": _("It links to very many unknown sites."),
    "executable": _("A server might run this file as a program."),
    "burst": _("One person made very many pages in a short time."),
    "foreign_file": _("A file that nobody has published."),
    "changed_file": _("A file was changed by somebody else than the publisher."),
    "link_file": _("It is a link to something else on the server."),
    "settings_file": _("It changes how the web server works."),
    "media_unknown": _("No picture or document of the site knows this file."),
    "media_changed": _("The file isn't the one that was uploaded."),
    "other": _("It looks odd."),
}
