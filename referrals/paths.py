"""Where a case is found on the site. Notices carry this path; a test holds it against the site's own addresses,
which live in
an app above this one."""


def case_path(reference: str) -> str:
    """The path of a case's page."""
    return f"/cases/{reference}/"


def draft_path(reference: str) -> str:
    """The path of a draft's pages, which leads on to where its writer stopped."""
    return f"/referrals/{reference}/continue/"
