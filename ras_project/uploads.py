"""Taking in uploads: no more of a file, or of all files of a form, is kept than may be kept, whatever is sent."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CutOffUpload(SimpleUploadedFile):
    """A file that was not taken in, as those before it had all the room: the form says so by its name."""

    is_cut_off = True


class CappedUploadHandler(FileUploadHandler):
    """Passes on a file up to one byte more than MAX_UPLOAD, and all files up to MOST_UPLOADED; drops the rest.

    The byte too many lets the form say that the file is too large. Stands before Django's own handlers, because
    a form is read before anybody is asked to sign in.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.left_together = settings.MOST_UPLOADED

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.left = settings.MAX_UPLOAD + 1
        self.is_cut_off = False

    def receive_data_chunk(self, raw_data, start):
        kept = raw_data[: self.left]
        self.left -= len(kept)
        self.left_together -= len(kept)
        self.is_cut_off = self.is_cut_off or self.left_together < 0
        return None if self.is_cut_off else kept or None

    def file_complete(self, file_size):
        return CutOffUpload(self.file_name or "file", b"") if self.is_cut_off else None
