"""Taking in uploads: no more of a file is kept than may be kept, whatever is sent."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Passes on a file up to one byte more than MAX_UPLOAD, and drops the rest.

    The byte too many lets the form say that the file is too large. Stands before Django's own handlers, because
    a form is read before anybody is asked to sign in.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.left = settings.MAX_UPLOAD + 1

    def receive_data_chunk(self, raw_data, start):
        kept = raw_data[: self.left]
        self.left -= len(kept)
        return kept or None

    def file_complete(self, file_size):
        return None
