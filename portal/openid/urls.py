"""Addresses among those of the admin."""

from django.contrib import admin
from django.urls import path

from portal.openid.views import Back, Begin

urlpatterns = [
    path("openid/", Begin.as_view(site=admin.site), name="openid"),
    path("openid/back/", Back.as_view(site=admin.site), name="openid_back"),
]
