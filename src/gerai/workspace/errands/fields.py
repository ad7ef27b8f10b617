"""Fields that every task asks in the same way."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from gerai.files.uploads import fingerprint
from gerai.workspace.models import UnfinishedUpload


class Chips(forms.RadioSelect):
    """A choice as big buttons, one tap each."""

    template_name = "workspace/errands/widgets/chips.html"
    option_template_name = "workspace/errands/widgets/chip.html"
    use_fieldset = True


class DayInput(forms.DateInput):
    """The phone's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The phone's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ErrandForm(forms.Form):
    """A form of a few questions.

    Attributes:
        own: fields that matter for one choice only: field → (its value, their names).
    """

    required_css_class = "errand-required"
    own: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")


def keep(data: Any, name: str, value: str) -> Any:
    """What was sent, with one more value: a file that is stored already."""
    copied = data.copy()
    copied[name] = value
    return copied


def choosable(model: type[Any], user: Any) -> QuerySet[Any]:
    """Pictures or files that a user may use: a guessed number of others gives nothing."""
    policy = policy_registry.get_by_type(model)
    found: QuerySet[Any] = policy.instances_user_has_permission_for(user, "choose")
    return found


def own_file(model: type[Any], key: Any, user: Any) -> Any | None:
    """A picture or file that this user may use, by its key as it was sent."""
    if not str(key or "").isdecimal():
        return None
    return choosable(model, user).filter(pk=key).first()


def stored_upload(
    form_class: Any,
    sent: Any,
    *,
    title: str,
    user: Any,
    more: dict[str, Any] | None = None,
) -> Any:
    """Store what was sent by the form that checks it; the same file is stored once.

    It goes again if nothing comes of the task (``services.forget_old``).

    Args:
        form_class: Wagtail's form of the model.
        more: its other fields.

    Raises:
        PermissionDenied: the user may store none.
        ValidationError: it isn't taken, and why.
    """
    model = form_class.Meta.model
    form = form_class(
        {"title": title[:250], "collection": _collection(model, user), **(more or {})},
        {"file": sent},
        instance=model(uploaded_by_user=user),
        user=user,
    )
    if form.is_valid():
        stored = form.save()
        name = "image" if model is get_image_model() else "document"
        UnfinishedUpload.objects.create(**{name: stored})
        return stored
    twin = _stored_twin(form, sent, user)
    if twin is None:
        # Once a file is refused the model complains that there is none.
        problems = form.errors.get("file") or next(iter(form.errors.values()))
        raise ValidationError(problems[:1])
    return twin


def _collection(model: type[Any], user: Any) -> int:
    """Where a user keeps files: the mall's place if they may, else their agency's.

    Raises:
        PermissionDenied: the user may store none.
    """
    policy = policy_registry.get_by_type(model)
    found = policy.collections_user_has_permission_for(user, "add").order_by("path")
    first = found.values_list("pk", flat=True).first()
    if first is None:
        raise PermissionDenied
    return int(first)


def _stored_twin(form: Any, sent: Any, user: Any) -> Any | None:
    """The same file, stored before, if that is what a form refuses it for."""
    codes = {
        problem.code
        for problems in form.errors.as_data().values()
        for problem in problems
    }
    if "twin" not in codes:
        return None
    same = choosable(type(form.instance), user).filter(file_hash=fingerprint(sent))
    return same.order_by("pk").first()


class TidyText(forms.Textarea):
    """Text that may be pasted from Word or WhatsApp; its structure is kept."""

    def __init__(self, rows: int = 8) -> None:
        super().__init__({"rows": rows, "data-tidy-paste": ""})


PASTE_HELP = _(
    "You can paste from Word or WhatsApp. An empty line begins a new paragraph; lines "
    "that begin with “-” become a list."
)
