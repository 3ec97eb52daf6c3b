from django.urls import path

from cases.urls.converters import REF
from cases.views import case, documents, family, looks, story, work

DOCUMENT = f"cases/{REF}/documents/<int:pk>"

urlpatterns = [
    path(f"cases/{REF}/", case.case_detail, name="case-detail"),
    path(f"cases/{REF}/family/", family.case_family, name="case-family"),
    path(f"cases/{REF}/family/add/", family.case_family_add, name="case-family-add"),
    path(
        f"cases/{REF}/family/<int:pk>/change/",
        family.case_family_change,
        name="case-family-change",
    ),
    path(f"cases/{REF}/family/<int:pk>/end/", family.case_family_end, name="case-family-end"),
    path(
        f"cases/{REF}/professionals/add/",
        family.case_professional_add,
        name="case-professional-add",
    ),
    path(
        f"cases/{REF}/professionals/<int:pk>/end/",
        family.case_professional_end,
        name="case-professional-end",
    ),
    path(f"cases/{REF}/story/", story.case_story, name="case-story"),
    path(f"cases/{REF}/story/add/", story.chronology_add, name="chronology-add"),
    path(
        f"cases/{REF}/story/<int:pk>/correct/",
        story.chronology_correct,
        name="chronology-correct",
    ),
    path(f"cases/{REF}/documents/", documents.case_documents, name="case-documents"),
    path(f"cases/{REF}/documents/add/", documents.document_add, name="document-add"),
    path(f"{DOCUMENT}/", documents.document_detail, name="document-detail"),
    path(f"{DOCUMENT}/versions/<int:number>/", documents.document_file, name="document-file"),
    path(f"{DOCUMENT}/correct/", documents.document_correct, name="document-correct"),
    path(f"{DOCUMENT}/withdraw/", documents.document_withdraw, name="document-withdraw"),
    path(f"cases/{REF}/access/", looks.case_access, name="case-access"),
    path(f"cases/{REF}/visit/", work.case_visit, name="case-visit"),
    path(f"cases/{REF}/task/", work.case_task_set, name="case-task-set"),
    path(f"cases/{REF}/close/", work.case_close, name="case-close"),
]
