"""The field for any number of files. What was chosen and may be kept waits for the form to be corrected."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat

from adapters.file_kinds import ACCEPT, UnsafeFile, megabytes
from adapters.files import facts_of_file
from base.refusals import Refused
from casework.files.actions import MOST_FILES, forget_uploads, keep_upload, most_together
from casework.models import KeptUpload


@dataclass(frozen=True)
class Chosen:
    """What was sent for a field: files, and the tokens of files that wait for the form, some of them left out."""

    files: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    left_out: list = field(default_factory=list)


class FilesInput(forms.FileInput):
    """An input for any number of files, and for those that wait for its form."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        get_all = getattr(data, "getlist", lambda key: [])
        chosen = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        return Chosen(chosen, get_all(f"{name}_kept"), get_all(f"{name}_left_out"))


class FilesField(forms.FileField):
    """Any number of files; what is wrong with one is said at once, and the action checks it again.

    `passed` are those of this time that may be kept, `kept` those that wait, `left_out` those that are not to go.
    """

    widget = FilesInput(attrs={"accept": ACCEPT})
    waiting: Iterable[KeptUpload] = ()

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        size = megabytes(settings.MAX_UPLOAD)
        self.help_text = (
            f"PDF, Word (.docx), OpenDocument, photograph or picture, e-mail (.eml or .msg) or plain text, "
            f"each up to {size}"
        )
        self.passed, self.kept, self.left_out = [], [], []

    def clean(self, data, initial=None):
        chosen = data or Chosen()
        errors = [error for upload in chosen.files if (error := self._error_of(upload))]
        files, lost = self._take_kept(chosen)
        errors += ["A file that was kept for this form is no longer there. Choose it again."] * bool(lost)
        files = [*self.passed, *files]
        if len(files) > MOST_FILES:
            errors.append(f"Choose at most {MOST_FILES} files. Add others once these are recorded.")
        if sum(file.size for file in files) > most_together():
            most = megabytes(most_together())
            errors.append(f"The files together must be {most} or smaller. Add others once these are recorded.")
        if errors:
            raise ValidationError(errors)
        return files

    def _error_of(self, upload):
        if getattr(upload, "is_cut_off", False):
            return (
                f"“{upload.name}” was not taken: all files of one form may have {megabytes(most_together())} together. "
                "Choose it again once the others are recorded."
            )
        try:
            facts_of_file(upload, upload.name, most_bytes=settings.MAX_UPLOAD)
        except UnsafeFile as refusal:
            return str(refusal)
        self.passed.append(upload)
        return ""

    def _take_kept(self, chosen):
        """The files that waited and go with the form, and how many of them are no longer there."""
        if not chosen.kept:
            return [], 0
        there = {kept.token: kept for kept in self.waiting if kept.token in chosen.kept}
        self.left_out = [kept for token, kept in there.items() if token in chosen.left_out]
        files = []
        for token, kept in there.items():
            if token in chosen.left_out:
                continue
            try:
                with kept.content.open("rb") as content:
                    files.append(ContentFile(content.read(), name=kept.original_name))
            except OSError:
                self.left_out.append(kept)
            else:
                self.kept.append(kept)
        expected = set(chosen.kept) - set(chosen.left_out)
        return files, len(expected) - len(files)

    @property
    def kept_files(self):
        """What stands under the input: the token, the name and the size of each file that waits."""
        return [(kept.token, kept.original_name, filesizeformat(kept.size)) for kept in self.kept]


class FormWithFiles:
    """A form with files. `waiting` are the files that were chosen on it before it was corrected."""

    def __init__(self, *args, waiting=None, **kwargs):
        self.waiting = waiting
        super().__init__(*args, **kwargs)

    def full_clean(self):
        for name, each in self.files_fields:
            each.passed, each.kept, each.left_out = [], [], []
            each.waiting = self.waiting.filter(field=name) if self.waiting is not None else ()
        super().full_clean()

    @property
    def files_fields(self):
        return [(name, each) for name, each in self.fields.items() if isinstance(each, FilesField)]

    def keep_files(self, page, *, by):
        """Keep what was chosen while the form is corrected; what cannot be kept is said at its field."""
        for name, each in self.files_fields:
            forget_uploads(each.left_out)
            for upload in each.passed:
                try:
                    each.kept.append(keep_upload(upload, page=page, field=name, by=by))
                except Refused as refusal:
                    if refusal.sentence not in (*self.non_field_errors(), *self.errors.get(name, ())):
                        self.add_error(name, refusal.sentence)

    def forget_files(self):
        """The form was sent: what waited for it went with it, or was left out."""
        forget_uploads([kept for _, each in self.files_fields for kept in (*each.kept, *each.left_out)])
