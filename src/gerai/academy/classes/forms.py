"""The form of a class."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gerai.academy.classes.models import TrainingClass
from gerai.academy.lessons.models import Lesson
from gerai.workspace.errands.fields import DayInput


def _agency_of(person: Any) -> str:
    section = person.staff_member.section
    return section.title if section is not None else gettext("The whole mall")


class _ByAgency(ModelChoiceIterator):  # type: ignore[type-arg]
    """A class is mostly asked for by agencies, so they stand together."""

    def __iter__(self) -> Iterator[Any]:
        for agency, people in groupby(self.queryset, _agency_of):
            yield agency, [self.choice(one) for one in people]


class _People(forms.CheckboxSelectMultiple):
    template_name = "academy/includes/people.html"


class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    iterator = _ByAgency

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_full_name() or obj.get_username()} · {obj.staff_member.get_role_display()}"


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]
    """What, when, where, and who."""

    lessons = forms.ModelMultipleChoiceField(
        label=_("Which lessons?"),
        queryset=Lesson.objects.filter(is_offered=True),
        widget=forms.CheckboxSelectMultiple,
    )
    people = _PeopleField(
        label=_("Who comes?"),
        queryset=User.objects.none(),
        widget=_People,
        help_text=_("They are told in the desk and by e-mail."),
    )

    class Meta:
        model = TrainingClass
        fields = ["name", "held_on", "place", "lessons"]
        widgets = {"held_on": DayInput}
        labels = {
            "name": _("Name of the class"),
            "held_on": _("On which day?"),
            "place": _("Where?"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
        field.queryset = (
            User.objects.filter(is_active=True, staff_member__isnull=False)
            .select_related("staff_member__section")
            .order_by("staff_member__section__title", "first_name", "email", "pk")
        )
        if self.instance.pk:
            self.initial["people"] = list(
                self.instance.members.values_list("person_id", flat=True)
            )
        for one in self.fields.values():
            if isinstance(one.widget, forms.CheckboxSelectMultiple):
                one.widget.use_fieldset = True
