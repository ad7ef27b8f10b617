"""Addresses for machines, the same in all languages."""

from django.urls import path

from gerai.website.views import machines, offline

app_name = "website"
urlpatterns = [
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
    path("tema/<slug:content>.css", machines.theme_colours, name="theme_css"),
    path("ikon/<slug:content>/<str:name>", machines.icon, name="icon"),
    path("og/<path:path>.png", machines.og_image, name="og_image"),
]
