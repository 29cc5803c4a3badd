"""A framework as a file, to be kept, compared elsewhere or taken in again."""

from django.core.files.base import ContentFile
from django.views.decorators.http import require_safe

from casework.views.downloads import as_download
from scoring.queries.frameworks import questionnaire_of
from scoring.rules.framework_files import written
from scoring.views.framework_loading import with_framework


@require_safe
@with_framework
def framework_export(request, framework):
    content = ContentFile(written(questionnaire_of(framework)).encode())
    name = f"framework-{framework.age_version.replace('_', '-')}-version-{framework.number}.json"
    return as_download(content, name, "application/json")
