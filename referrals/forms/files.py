"""A file for a case: chosen, named, and looked into before anything is kept."""

from typing import Any

from django import forms
from django.conf import settings

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios
from referrals.actions.files import FileDetails
from referrals.contents import CheckedFile, UnfitFile, check_contents
from referrals.models import CaseFile

ACCEPT = "image/jpeg,image/png,application/pdf"


class CheckedFileField(forms.FileField):
    """A file told by its bytes. Gives a CheckedFile; neither the file's name nor its declared type is asked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        if data.size > settings.CASE_FILE_MAX_BYTES:
            most = settings.CASE_FILE_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"The file must be smaller than {most} MB. Choose a smaller file.")
        try:
            return check_contents(data.read())
        except UnfitFile as unfit:
            raise forms.ValidationError(unfit.message) from unfit


class PhotoForm(PlainForm):
    """A photo from the place of a job."""

    file = CheckedFileField(
        label="Photo",
        help_text="JPEG or PNG, smaller than 10 MB. Nobody’s face, and no letters or medicines with a name on.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": "Choose a photo", "invalid": "Choose a photo"},
    )
    title = forms.CharField(
        label="What does it show?",
        help_text="For example: the front steps. Do not write anybody’s name.",
        max_length=100,
        error_messages={"required": "Enter what the photo shows"},
    )

    def checked(self) -> CheckedFile:
        """The file, looked into; call it on a valid form."""
        found = self.cleaned_data["file"]
        assert isinstance(found, CheckedFile)  # noqa: S101 - for the types: the field gives nothing else
        return found

    def details(self) -> FileDetails:
        """What was said about it."""
        return FileDetails(kind=CaseFile.Kind.PHOTO, title=self.cleaned_data["title"])


class FileForm(PhotoForm):
    """A photo or a report for a case. `leads`: asks whether providers may see it."""

    kind = ChoiceRadios(
        label="What is it?",
        choices=CaseFile.Kind.choices,
        error_messages={"required": "Select what kind of file it is"},
    )
    for_provider = forms.BooleanField(
        label="Providers with a job on this case may see this photo", required=False, widget=forms.CheckboxInput()
    )

    def __init__(self, data: Any = None, files: Any = None, *, leads: bool) -> None:
        super().__init__(data, files)
        file = self.fields["file"]
        file.label = "File"
        file.help_text = "A JPEG or PNG photo or a PDF, smaller than 10 MB"
        file.widget.attrs["accept"] = ACCEPT
        file.error_messages["required"] = "Choose a file"
        self.fields["title"].help_text = "For example: the front steps"
        self.fields["title"].error_messages["required"] = "Enter what the file shows"
        self.order_fields(["file", "kind", "title", "for_provider"])
        if not leads:
            del self.fields["for_provider"]

    def details(self) -> FileDetails:
        return FileDetails(
            kind=self.cleaned_data["kind"],
            title=self.cleaned_data["title"],
            for_provider=self.cleaned_data.get("for_provider", False),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, kind = cleaned.get("file"), cleaned.get("kind")
        if kind == CaseFile.Kind.PHOTO and chosen is not None and chosen.content_type == "application/pdf":
            self.add_error("file", "A photo must be a JPEG or PNG file. Choose another file, or another kind.")
        if cleaned.get("for_provider") and kind and kind != CaseFile.Kind.PHOTO:
            self.add_error("for_provider", "Only photos of the home can be shown to providers")
        return cleaned


class RemoveFileForm(PlainForm):
    """Why a file is removed."""

    why = ChoiceRadios(
        label="Why do you remove this file?",
        choices=[
            (each.value, str(each.label))
            for each in (
                CaseFile.Removed.WRONG_CASE,
                CaseFile.Removed.WRONG_FILE,
                CaseFile.Removed.NOT_NEEDED,
                CaseFile.Removed.PATIENT_ASKED,
            )
        ],
        error_messages={"required": "Select why you remove this file"},
    )
