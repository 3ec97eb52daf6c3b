from django.urls import path

from cases.urls.converters import REF
from protection.views import core_groups, in_need, plans

PLAN = f"cases/{REF}/plan/"

urlpatterns = [
    path(PLAN, plans.case_plan, name="case-plan"),
    path(f"{PLAN}actions/", plans.plan_actions_add, name="plan-actions-add"),
    path(f"{PLAN}actions/<int:pk>/", plans.plan_action_change, name="plan-action-change"),
    path(f"{PLAN}revise/", plans.plan_revise, name="plan-revise"),
    path(f"{PLAN}end/", plans.protection_plan_end, name="protection-plan-end"),
    # the core group
    path(f"{PLAN}core-group/", core_groups.core_group_hold, name="core-group-hold"),
    path(f"{PLAN}core-group/<int:pk>/", core_groups.core_group_detail, name="core-group-detail"),
    path(f"{PLAN}members/", core_groups.core_group_members, name="core-group-members"),
    # the child in need plan
    path(f"{PLAN}in-need/begin/", in_need.in_need_plan_begin, name="in-need-plan-begin"),
    path(f"{PLAN}in-need/review/", in_need.in_need_plan_review, name="in-need-plan-review"),
    path(f"{PLAN}in-need/end/", in_need.in_need_plan_end, name="in-need-plan-end"),
    # what is beside a plan
    path(f"{PLAN}birth/", in_need.birth_record, name="birth-record"),
    path(f"{PLAN}adult-services/", in_need.adult_service_record, name="adult-service-record"),
]
