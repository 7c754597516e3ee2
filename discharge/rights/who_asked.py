"""How an officer made sure that whoever asks is the patient or acts for them. Data, in the order of the form.

The Information Commissioner's guidance on the right of access: ask for enough to be sure, and no more.
"""

from referrals.lists import Entry

IDENTITY_CHECKS = (
    Entry(code="documents", label="I have seen proof of who they are"),
    Entry(code="known", label="A member of staff who knows them has confirmed it"),
    Entry(
        code="representative",
        label="Somebody acts for them",
        hint="I have seen their written authority or power of attorney",
    ),
)
