from django.apps import AppConfig


class ContentPackConfig(AppConfig):
    name = "gerai.contentpack"
    label = "contentpack"
