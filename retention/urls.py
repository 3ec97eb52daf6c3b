from django.urls import path

from retention import views

urlpatterns = [
    path("retention/", views.retention_due, name="retention-due"),
    path("retention/certificates/", views.certificates, name="certificates"),
    path("retention/certificates/<int:pk>/", views.certificate_detail, name="certificate-detail"),
    path("retention/<str:reference>/", views.retention_record, name="retention-record"),
    path("retention/<str:reference>/hold/", views.record_hold, name="record-hold"),
    path("retention/<str:reference>/lift/", views.record_lift, name="record-lift"),
    path("retention/<str:reference>/propose/", views.disposal_propose, name="disposal-propose"),
    path("retention/<str:reference>/refuse/", views.disposal_refuse, name="disposal-refuse"),
    path("retention/<str:reference>/confirm/", views.disposal_confirm, name="disposal-confirm"),
]
