"""A page of one report: found among those of its case, and only there."""

from functools import wraps

from django.shortcuts import get_object_or_404

from casework.models import Report


def with_report(view):
    """Give the view the report instead of its number, or 404. Stands below `with_case`."""

    @wraps(view)
    def wrapped(request, case, report_id, *args, **kwargs):
        reports = Report.objects.filter(case=case).select_related("file", "recorded_by", "waived_by")
        report = get_object_or_404(reports, pk=report_id)
        report.case = case
        return view(request, case, report, *args, **kwargs)

    return wrapped
