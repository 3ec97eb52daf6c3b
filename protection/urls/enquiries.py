from django.urls import path

from protection.views import enquiries, medicals

ONE = "enquiries/<int:pk>/"

urlpatterns = [
    path(ONE, enquiries.enquiry_detail, name="enquiry-detail"),
    path(f"{ONE}write/", enquiries.enquiry_write, name="enquiry-write"),
    path(f"{ONE}send/", enquiries.enquiry_send, name="enquiry-send"),
    path(f"{ONE}authorise/", enquiries.enquiry_authorise, name="enquiry-authorise"),
    path(f"{ONE}hand-over/", enquiries.enquiry_hand_over, name="enquiry-hand-over"),
    path(f"{ONE}withdraw/", enquiries.enquiry_withdraw, name="enquiry-withdraw"),
    path(f"{ONE}stand-down/", enquiries.enquiry_stand_down, name="enquiry-stand-down"),
    path(f"{ONE}medical/", medicals.medical_ask, name="medical-ask"),
    path("medicals/<int:pk>/", medicals.medical_record, name="medical-record"),
]
