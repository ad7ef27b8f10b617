from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "gerai.theme"
    label = "theme"
