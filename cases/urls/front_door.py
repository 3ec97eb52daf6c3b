"""The front door: the duty desk, contacts, the decision queue."""

from django.urls import path

from cases.urls import converters
from cases.views import contacts, decisions, recording

__all__ = ["converters", "urlpatterns"]

urlpatterns = [
    path("duty/", contacts.duty_desk, name="duty-desk"),
    path("queue/", decisions.decision_queue, name="decision-queue"),
    path("contacts/record/", recording.contact_record, name="contact-record"),
    path("contacts/matches/", recording.contact_matches, name="contact-matches"),
    path("contacts/agencies/", recording.contact_agencies, name="contact-agencies"),
    path("contacts/counts/", contacts.contact_counts, name="contact-counts"),
    path("contacts/<ref:reference>/", contacts.contact_detail, name="contact-detail"),
    path("contacts/<ref:reference>/receipt/", recording.contact_receipt, name="contact-receipt"),
    path("contacts/<ref:reference>/accept/", decisions.contact_accept, name="contact-accept"),
    path(
        "contacts/<ref:reference>/hand-back/",
        decisions.contact_hand_back,
        name="contact-hand-back",
    ),
    path("contacts/<ref:reference>/decide/", decisions.contact_decide, name="contact-decide"),
    path(
        "contacts/<ref:reference>/answer/<int:child>/",
        decisions.contact_answer,
        name="contact-answer",
    ),
]
