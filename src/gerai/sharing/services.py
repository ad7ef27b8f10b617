"""From a page to pictures and texts; public."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from gerai.files.finished import FinishedFiles
from gerai.place.models import Mall
from gerai.place.selectors import current_mall
from gerai.sharing.subjects import State, Subject
from gerai.sharing.wording import Words, caption, message, words_of
from gerai.theme.addresses import localized_url
from gerai.theme.cards import Card, Shape, card_image, left_out
from gerai.theme.paper import drawing_id
from gerai.theme.tokens import Tokens
from gerai.website.addresses import absolute
from gerai.website.sharing import tokens_of

pictures = FinishedFiles("sharing", ".png", most_bytes=64 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class ShareKit:
    """All that one needs to tell people about a page.

    Attributes:
        message: a text for WhatsApp.
        caption: a text for a post.
        left_out: characters of the title that the pictures don't show.
    """

    words: Words
    card: Card
    tokens: Tokens
    message: str
    caption: str
    left_out: str


def share_kit(subject: Subject) -> ShareKit:
    """The kit of a page in the language of the subject."""
    mall = current_mall()
    url = absolute(localized_url(subject.page, subject.language))
    with translation.override(subject.language):
        words = words_of(subject.page, url=url, mall=mall)
        card = _card(words, subject.state, mall)
        return ShareKit(
            words=words,
            card=card,
            tokens=tokens_of(mall),
            message=message(words),
            caption=caption(words),
            left_out=left_out(card),
        )


def picture_id(kit: ShareKit, shape: Shape) -> str:
    """Names a picture; changes with all that goes into it."""
    inputs = repr((drawing_id(), shape.value, kit.card, kit.tokens))
    return hashlib.sha256(inputs.encode("utf-8", "backslashreplace")).hexdigest()


def picture(kit: ShareKit, shape: Shape) -> bytes:
    """The PNG; from the disk if it was drawn before."""
    digest = picture_id(kit, shape)
    known = pictures.kept(digest)
    if known is not None:
        return known
    drawn = card_image(kit.card, shape, kit.tokens)
    pictures.keep(digest, drawn)
    return drawn


def _card(words: Words, state: State, mall: Mall | None) -> Card:
    return Card(
        kind=words.kind,
        title=words.title,
        summary=words.summary,
        facts=words.facts,
        url=words.url,
        address=words.address,
        invitation=_("Scan, or open:"),
        mall_name=mall.name if mall else "",
        watermark=_watermark(state),
    )


def _watermark(state: State) -> str:
    return {
        State.DRAFT: _("DRAFT"),
        State.NOT_YET: _("NOT YET PUBLIC"),
        State.OVER: _("OVER"),
        State.HIDDEN: _("NOT PUBLIC"),
    }.get(state, "")
