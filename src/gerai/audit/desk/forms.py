"""What somebody looks for in the trail; nonsense shows all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from gerai.audit import selectors
from gerai.audit.selectors import Wanted
from gerai.audit.wording import KINDS, action_words, kind_words


class TrailFilter(forms.Form):
    """Above the list."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    person = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    model = forms.ChoiceField(label=gettext_lazy("On what"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=AdminDateInput
    )
    until = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=AdminDateInput
    )
    record = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("All"))
        self._choose("person", [anything, *selectors.people(), *KINDS.items()])
        for name, words in (("action", action_words), ("model", kind_words)):
            choices = [(one, words(one)) for one in selectors.distinct(name)]
            choices.sort(key=lambda one: one[1].casefold())
            self._choose(name, [anything, *choices])

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def wanted(self) -> Wanted:
        """What the fields that make sense say."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return Wanted(**{name: one for name, one in given.items() if one})
