"""Where the pages of a RAS form are: the same pages serve the case's form and a second, blind one."""

from dataclasses import dataclass

from django.urls import reverse

from scoring.enums import FormPurpose
from scoring.models import RasForm


@dataclass(frozen=True)
class FormUrls:
    """The addresses of one form's pages. The pages of a second form are named as those of the first, after "second_".

    Templates and views take every address from here, so that they know nothing of the purpose.
    """

    reference: str
    purpose: FormPurpose

    @classmethod
    def of(cls, form: RasForm) -> "FormUrls":
        """The addresses of this form."""
        return cls(form.case.reference, FormPurpose(form.purpose))

    @property
    def start_url(self) -> str:
        """Where the form is started."""
        return self._url("form_start")

    @property
    def edit_url(self) -> str:
        """All outcomes on one page."""
        return self._url("form_edit")

    @property
    def check_url(self) -> str:
        """The check before it is given."""
        return self._url("form_check")

    @property
    def detail_url(self) -> str:
        """The form once it is given."""
        return self._url("form_detail")

    def save_url(self, position: int) -> str:
        """Where the script saves one outcome."""
        return self._url("outcome_save", position)

    def _url(self, name: str, *more: int) -> str:
        prefix = "second_" if self.purpose == FormPurpose.SECOND else ""
        return reverse(f"scoring:{prefix}{name}", args=[self.reference, *more])
