from django.http import Http404
from django.views.decorators.http import require_GET

from casework.views.downloads import as_download
from casework.views.loading import with_case
from casework.views.report_loading import with_report


@require_GET
@with_case("Report’s file")
@with_report
def report_file(request, case, report):
    """The file of a report, as it came."""
    if report.file is None:
        raise Http404
    return as_download(report.file.content, report.file.original_name, report.file.content_type)
