"""Documents on a child's record: filed, corrected by a further version, withdrawn with a reason."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.models import Case, Document, DocumentVersion
from cases.uploads import shelf
from cases.uploads.checks import examine
from cases.uploads.names import kept_name
from cases.uploads.scanner import scan
from rules.access import may
from rules.codes import DocumentKind, ScanResult
from rules.documents import Format
from rules.lifecycles import Hat
from workflow.engine import Refused, lock


def store(
    cases: Case | Iterable[Case],
    kind: str,
    name: str,
    content: bytes,
    *,
    by: User,
    at: datetime | None = None,
    title: str = "",
    author: str = "",
    dated_on: date | None = None,
    generated: bool = False,
) -> list[Document]:
    """File a document on one child's record, or the same one on several; one row for each, in the
    order given. `generated` is for what the service wrote itself: the caller has asked whether
    `by` may. Raises `Refused` with every reason."""
    at = at or timezone.now()
    cases = [cases] if isinstance(cases, Case) else list(cases)
    today = timezone.localtime(at).date()
    reasons, found = [], None
    if not generated and not may(by.role, "file-document"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if kind not in DocumentKind.values():
        reasons.append("Choose what kind of document it is.")
    if dated_on and dated_on > today:
        reasons.append("The date on the document cannot be in the future.")
    found, wrong = examine(content)
    if reasons or wrong or found is None:
        raise Refused([*reasons, *wrong])
    scanned = _scanned(content)  # before any lock: a scanner may take its time
    kept = kept_name(name, found)
    copies, made = uuid4(), []
    with transaction.atomic():
        lock(*cases)
        for case in cases:
            document = Document(
                case=case,
                kind=kind,
                title=title.strip()[:120] or kept.removesuffix(found.ending)[:120],
                author=author.strip()[:120] or by.name,
                dated_on=dated_on or today,
                filed_at=at,
                filed_by=by,
                generated=generated,
                copies=copies,
            )
            document.sign(by, "filed", at)
            document.save(force_insert=True)
            _add_version(document, 1, kept, content, found, scanned, by=by, at=at)
            _tell(document, "file", by=by, at=at)
            made.append(document)
    return made


def correct(
    documents: Document | Iterable[Document],
    name: str,
    content: bytes,
    *,
    by: User,
    why: str,
    at: datetime | None = None,
) -> list[DocumentVersion]:
    """File a corrected version; the ones before stay, and can be read. Several documents are the
    copies of one on the records of brothers and sisters."""
    at = at or timezone.now()
    documents = [documents] if isinstance(documents, Document) else list(documents)
    found, wrong = examine(content)
    reasons = [*([] if why.strip() else ["Say what was wrong with the version before."]), *wrong]
    if reasons or found is None:
        raise Refused(reasons)
    scanned = _scanned(content)
    kept, made = kept_name(name, found), []
    with transaction.atomic():
        for document in _locked(documents):
            if not document.generated and not may(by.role, "file-document"):
                raise Refused([f"Your role ({by.role_label.lower()}) may not do this."])
            number = document.versions.count() + 1
            version = _add_version(
                document, number, kept, content, found, scanned, by=by, at=at, why=why.strip()
            )
            _tell(document, "correct", by=by, at=at, why=why)
            made.append(version)
    return made


def withdraw(
    documents: Document | Iterable[Document], *, by: User, why: str, at: datetime | None = None
) -> None:
    """Take a document off the record: that it was there, who withdrew it and why stays; what it
    said is no longer shown. For what was filed on the wrong child, or should not have been."""
    at = at or timezone.now()
    documents = [documents] if isinstance(documents, Document) else list(documents)
    if not why.strip():
        raise Refused(["Say why it is withdrawn."])
    with transaction.atomic():
        for document in _locked(documents):
            if not may_withdraw(document, by):
                raise Refused(["Only whoever filed it, or a manager of the team, may withdraw it."])
            document.withdrawn_at, document.withdrawn_by = at, by
            document.withdrawn_why = why.strip()
            document.sign(by, why, at)
            document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
            _tell(document, "withdraw", by=by, at=at, why=why)


def may_withdraw(document: Document, user: User) -> bool:
    return document.filed_by_id == user.pk or Hat.MANAGER in document.case.hats(user)


def scan_waiting(most: int = 100) -> int:
    """Have the scanner look at what it has not seen, oldest first; how many it looked at. For when
    it was away, or came later than the documents."""
    looked_at = 0
    waiting = DocumentVersion.objects.filter(
        scan=ScanResult.NOT_SCANNED, document__withdrawn_at=None
    ).select_related("document__case", "document__filed_by")
    for version in waiting.order_by("at")[:most]:
        try:
            result, said = scan(shelf.take(version.sha256))
        except shelf.Damaged:
            continue
        if result == ScanResult.NOT_SCANNED:
            break  # it does not answer: the rest waits for the next round
        version.scan, version.scan_said, version.scanned_at = result, said, timezone.now()
        version.sign(None, "virus scan")
        with transaction.atomic():
            version.save(update_fields=["scan", "scan_said", "scanned_at"])
            if version.is_held_back:
                document = version.document
                story.tell(
                    document.filed_by,
                    key=f"document-held-back:{version.pk}",
                    case=document.case,
                    url=f"/cases/{document.case.reference}/documents/{document.pk}/",
                    text="The virus scanner found something in a document you filed; it is held back",
                )
        looked_at += 1
    return looked_at


def _scanned(content: bytes) -> tuple[ScanResult, str]:
    result, said = scan(content)
    if result == ScanResult.INFECTED:
        raise Refused([f"The virus scanner found something in the file ({said}). It was not kept."])
    return result, said


def _locked(documents: list[Document]) -> list[Document]:
    """The documents, looked at again under their cases' locks; one withdrawn meanwhile refuses."""
    lock(*(document.case for document in documents))
    for document in documents:
        document.refresh_from_db()
        if document.is_withdrawn:
            raise Refused(["The document was withdrawn: nothing more can be done with it."])
    return documents


def _add_version(
    document: Document,
    number: int,
    name: str,
    content: bytes,
    found: Format,
    scanned: tuple[ScanResult, str],
    *,
    by: User,
    at: datetime,
    why: str = "",
) -> DocumentVersion:
    result, said = scanned
    version = DocumentVersion(
        document=document,
        number=number,
        name=name,
        format=found.key,
        size=len(content),
        sha256=shelf.put(content),
        by=by,
        at=at,
        why=why,
        scan=result,
        scan_said=said,
        scanned_at=None if result == ScanResult.NOT_SCANNED else at,
    )
    version.sign(by, why or "filed", at)
    version.save(force_insert=True)
    return version


def _tell(document: Document, verb: str, *, by: User, at: datetime, why: str = "") -> None:
    story.record(
        f"document.{verb}",
        by=by,
        at=at,
        why=why,
        thing_id=document.pk,
        data={"kind": document.kind_label.lower()},
        **document.case.story(),
    )
