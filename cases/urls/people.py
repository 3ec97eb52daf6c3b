from django.urls import path

from cases.urls.converters import REF
from cases.views import addresses, people, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path(f"people/{REF}/", people.person_detail, name="person-detail"),
    path(f"people/{REF}/edit/", people.person_edit, name="person-edit"),
    path(f"people/{REF}/addresses/add/", addresses.person_address_add, name="person-address-add"),
    path(
        f"people/{REF}/addresses/<int:pk>/",
        addresses.person_address_change,
        name="person-address-change",
    ),
]
