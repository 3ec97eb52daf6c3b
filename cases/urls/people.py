from django.urls import path

from cases.urls.converters import REF
from cases.views import people, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path(f"people/{REF}/", people.person_detail, name="person-detail"),
    path(f"people/{REF}/edit/", people.person_edit, name="person-edit"),
]
