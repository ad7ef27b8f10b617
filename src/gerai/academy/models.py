"""The room's tables; each part keeps its own beside its code."""

from gerai.academy.classes.models import ClassMember, TrainingClass
from gerai.academy.lessons.models import Lesson, Progress, Welcome
from gerai.academy.practice.models import Copy
from gerai.academy.skills.models import (
    Certificate,
    Sitting,
    SittingItem,
    SkillScore,
)

__all__ = [
    "Certificate",
    "ClassMember",
    "Copy",
    "Lesson",
    "Progress",
    "Sitting",
    "SittingItem",
    "SkillScore",
    "TrainingClass",
    "Welcome",
]
