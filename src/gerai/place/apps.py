from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "gerai.place"
    label = "place"
