from django.urls import path

from cases.urls.converters import REF
from cases.views import closed, restriction

urlpatterns = [
    path(f"cases/{REF}/restrict/", restriction.case_restrict, name="case-restrict"),
    path(f"cases/{REF}/restriction/", restriction.case_restriction, name="case-restriction"),
    path(
        f"cases/{REF}/restriction/list/<int:pk>/remove/",
        restriction.restriction_unlist,
        name="restriction-unlist",
    ),
    path(
        f"cases/{REF}/restriction/review/",
        restriction.restriction_review,
        name="restriction-review",
    ),
    path(f"cases/{REF}/restriction/lift/", restriction.restriction_lift, name="restriction-lift"),
    path(
        "contacts/<ref:reference>/recognise/<int:pk>/",
        closed.contact_recognise,
        name="contact-recognise",
    ),
    path("closed-records/", closed.closed_records, name="closed-records"),
    path("closed-records/open/", closed.break_glass, name="break-glass"),
    path("closed-records/<int:pk>/review/", closed.glass_review, name="glass-review"),
    path("own-family/", closed.own_family, name="own-family"),
    path("own-family/record/", closed.own_family_record, name="own-family-record"),
    path("own-family/<int:pk>/end/", closed.own_family_end, name="own-family-end"),
]
