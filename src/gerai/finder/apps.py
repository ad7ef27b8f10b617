from django.apps import AppConfig


class FinderConfig(AppConfig):
    name = "gerai.finder"
    label = "finder"
