"""What is known of a file beside its record: its words; and files that wait for the form they were chosen on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.enums import ReadingState
from casework.models.reports import StoredFile, random_path


class FileReading(models.Model):
    """What was read of a file: its words, a form feed between its pages, and the picture of it that pages show.

    `is_whole` is False where the file has more words than are read; without pages `has_pages` is.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    text = models.TextField(blank=True)
    is_whole = models.BooleanField(default=True)
    has_pages = models.BooleanField(default=False)
    picture = models.FileField(upload_to=random_path, blank=True)

    personal_fields = ("text", "picture")
    plain_fields = ("state",)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(text="") | Q(state=ReadingState.READ), name="words_of_a_file_are_read"),
        )

    def __str__(self) -> str:
        return f"Reading of file {self.file_id}"


class KeptUpload(models.Model):
    """A file that was chosen on a form which had to be corrected. It goes with the form when that is sent again.

    It passed the checks of a file, and is checked once more when it goes. `page` is the address of the form and `field`
    the name of its field: no other form takes it, and nobody else's.
    """

    token = models.CharField(max_length=43, unique=True)
    page = models.CharField(max_length=200)
    field = models.CharField(max_length=50)
    content = models.FileField(upload_to=random_path)
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    personal_fields = ("content", "original_name")
    plain_fields = ("token", "page", "field")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"File {self.pk} of a form"
