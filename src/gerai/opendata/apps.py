from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "gerai.opendata"
    label = "opendata"
