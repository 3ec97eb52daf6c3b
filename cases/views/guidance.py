"""The council's procedure pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions.guidance import newest, revise
from cases.forms.guidance import GuidanceEdit
from cases.models import GuidanceVersion
from cases.pages import ability, done
from rules.guidance import GUIDANCE
from ui.pages import page_number


@require_safe
def guidance_list(request: HttpRequest) -> HttpResponse:
    pages = GuidanceVersion.objects.order_by("slug", "-version").distinct("slug")
    context = {"pages": sorted(pages, key=lambda page: page.title.lower())}
    return render(request, "cases/guidance_list.html", context)


@require_safe
def guidance_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version, or an earlier one by its number."""
    versions = list(GuidanceVersion.objects.filter(slug=slug).select_related("by").defer("body"))
    if not versions:
        raise Http404
    number = page_number(request.GET.get("version")) if "version" in request.GET else None
    shown = get_object_or_404(
        GuidanceVersion.objects.select_related("by"),
        slug=slug,
        version=number or versions[0].version,
    )
    first = GUIDANCE.get(slug)
    context = {
        "page": shown,
        "newest": versions[0],
        "versions": versions,
        "sources": first.sources if first else (),
        "may_edit": request.user.may("edit-guidance"),
    }
    return render(request, "cases/guidance_detail.html", context)


@require_http_methods(["GET", "POST"])
@ability("edit-guidance")
def guidance_edit(request: HttpRequest, slug: str) -> HttpResponse:
    page = newest(slug)
    if page is None:
        raise Http404
    form = GuidanceEdit(
        request.POST or None,
        initial={"title": page.title, "body": page.body, "version": page.version},
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: revise(
                slug,
                by=request.user,
                title=data["title"],
                body=data["body"],
                why=data["why"],
                opened_at=data["version"],
            ),
        ):
            messages.success(
                request, "Saved as a new version. The forms show it from now on; earlier ones stay."
            )
            return redirect("guidance-detail", slug)
        page = newest(slug) or page
        if page.version != data["version"]:
            theirs = page
            # the next try stands on their version: the writer has seen it
            form.data = form.data.copy()
            form.data["version"] = str(page.version)
    context = {"page": page, "form": form, "theirs": theirs}
    return render(request, "cases/guidance_edit.html", context)
