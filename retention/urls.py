from django.urls import path

from cases.urls.converters import REF
from retention import views

urlpatterns = [
    path("retention/", views.retention_due, name="retention-due"),
    path("retention/certificates/", views.certificates, name="certificates"),
    path("retention/certificates/<int:pk>/", views.certificate_detail, name="certificate-detail"),
    path(f"retention/{REF}/", views.retention_record, name="retention-record"),
    path(f"retention/{REF}/hold/", views.record_hold, name="record-hold"),
    path(f"retention/{REF}/lift/", views.record_lift, name="record-lift"),
    path(f"retention/{REF}/propose/", views.disposal_propose, name="disposal-propose"),
    path(f"retention/{REF}/refuse/", views.disposal_refuse, name="disposal-refuse"),
    path(f"retention/{REF}/confirm/", views.disposal_confirm, name="disposal-confirm"),
]
