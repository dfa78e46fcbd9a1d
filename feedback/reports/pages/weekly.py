"""Weekly reports: the list of what one may open, the report itself, and its papers."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Response, render_template, request

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.errors import Forbidden, NotFound
from feedback.foundation.pages import read_session
from feedback.reports.documents.drawings import drawings
from feedback.reports.documents.lines import report
from feedback.reports.exports.papers import Paper, pdf_paper, xlsx_paper
from feedback.reports.pages.blueprint import pages
from feedback.reports.queries.access import list_openable, may_open
from feedback.reports.queries.editions import find_newest, list_weeks
from feedback.reports.queries.scopes import get_scope
from feedback.reports.queries.weekly import compute, whole_days
from feedback.reports.rules.numbers import Scope, ScopeKind, WeekNumbers, sha256, to_json
from feedback.reports.rules.permissions import SEE_OFFICERS, VIEW_REPORTS
from feedback.reports.rules.slugs import read_slug, slug
from feedback.reports.rules.weeks import Week, parse_week, week_of

PAPERS: dict[str, Callable[[WeekNumbers, str], Paper]] = {"pdf": pdf_paper, "xlsx": xlsx_paper}
SHOWN_WEEKS = 12
KIND_WORDS = {
    ScopeKind.AREA: "Địa bàn",
    ScopeKind.SUBTREE: "Đơn vị và các đơn vị trực thuộc",
    ScopeKind.UNIT: "Từng đơn vị",
}


@pages.get("/bao-cao")
@allow(VIEW_REPORTS)
def archive() -> str:
    """The weeks, and for the chosen one every report this person may open."""
    session, units = read_session(), actor().units_for(VIEW_REPORTS)
    this_week = week_of(clock.local_day(clock.now()))
    chosen = parse_week(request.args["tuan"]) if request.args.get("tuan") else this_week.shifted(-1)
    known = map(parse_week, list_weeks(session, SHOWN_WEEKS))
    weeks = sorted({this_week, this_week.shifted(-1), *known}, reverse=True)
    groups: dict[str, list[Scope]] = {}
    for scope in list_openable(session, units, chosen):
        groups.setdefault(KIND_WORDS[scope.kind], []).append(scope)
    return render_template(
        "reports/archive.html",
        weeks=weeks,
        chosen=chosen,
        this_week=this_week,
        groups=groups,
        slug=slug,
        may_see_officers=actor().may(SEE_OFFICERS),
    )


@pages.get("/bao-cao/<week>/<scope>")
@allow(VIEW_REPORTS)
def weekly_report(week: str, scope: str) -> str:
    """One report: the archived edition; a running week, or one never kept, is computed for this look."""
    numbers, mark = _numbers(parse_week(week), scope)
    return render_template(
        "reports/weekly.html",
        report=report(numbers, mark),
        drawings=drawings(numbers),
        numbers=numbers,
        scope_slug=scope,
    )


@pages.get("/bao-cao/<week>/<scope>.<form>")
@allow(VIEW_REPORTS)
def download(week: str, scope: str, form: str) -> Response:
    """The same numbers as PDF, XLSX or JSON."""
    numbers, mark = _numbers(parse_week(week), scope)
    if form == "json":
        return Response(_json(numbers, mark), mimetype="application/json")
    if form not in PAPERS:
        raise NotFound("Báo cáo chỉ có dạng PDF, XLSX và JSON.")
    paper = PAPERS[form](numbers, mark)
    response = Response(paper.content, mimetype=paper.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return response


def _json(numbers: WeekNumbers, mark: str) -> str:
    return json.dumps(to_json(numbers) | {"sha256": mark}, ensure_ascii=False, indent=2)


def _numbers(week: Week, scope_slug: str) -> tuple[WeekNumbers, str]:
    """The newest edition, or the numbers of this moment; Forbidden where a unit of the scope is not one's own."""
    kind, scope_id = read_slug(scope_slug)
    session = read_session()
    scope = get_scope(session, kind, scope_id)
    if not may_open(session, actor().units_for(VIEW_REPORTS), scope, week):
        raise Forbidden("Ông/bà không phụ trách mọi đơn vị của báo cáo này trong tuần đó.")
    archived = find_newest(session, str(week), kind, scope_id)
    if archived is not None:
        return archived.numbers, archived.sha256
    numbers = compute(session, scope, week, whole_days(week, clock.now()))
    return numbers, sha256(to_json(numbers))
