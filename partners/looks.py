"""Why somebody was let in to a record, as codes kept in the read log, and their words. Data only.

The codes are stored; never rename one without a migration.
"""

from enum import StrEnum


class Why(StrEnum):
    """The part through which a person saw a record at that moment."""

    LEAD = "lead"
    REFERRER = "referrer"
    WARD = "ward"
    VIEWER = "viewer"
    PROVIDER = "provider"
    ACCOMMODATION = "accommodation"
    NAMED = "named"
    BREAK_GLASS = "break_glass"


WHY_WORDS: dict[str, str] = {
    Why.LEAD.value: "Their organisation leads the case",
    Why.REFERRER.value: "Their organisation referred the patient",
    Why.WARD.value: "The patient is on their ward",
    Why.VIEWER.value: "Their organisation may look at the case",
    Why.PROVIDER.value: "Their organisation does work in the home",
    Why.ACCOMMODATION.value: "Their organisation provides the flat",
    Why.NAMED.value: "They are named on a restricted case",
    Why.BREAK_GLASS.value: "Opened in an emergency, with a reason",
}

# What each page or endpoint that shows a record is called, by the code the read log keeps.
PAGE_WORDS: dict[str, str] = {
    "case": "The case",
    "case_summary": "The case: summary",
    "case_home": "The case: home",
    "case_work": "The case: work",
    "case_flat": "The case: flat",
    "case_new-home": "The case: new home",
    "case_follow-ups": "The case: follow-ups",
    "case_messages": "The case: messages",
    "case_files": "The case: files",
    "case_sharing": "The case: people and sharing",
    "case_activity": "The case: activity",
    "case_outcome": "The case: outcome",
    "draft": "A referral not yet sent",
    "sent": "What happens next, after sending",
    "print": "The referral on paper",
    "export": "A copy of the record, for the patient",
    "answer": "Answering the coordinator’s question",
    "deadline": "Saying that they deal with a deadline that passed",
    "pause": "Pausing a deadline",
    "resume": "Letting a deadline run again",
    "nudge": "Asking whether it is still waiting",
    "accept": "Accepting the referral",
    "ask": "Asking the ward",
    "decline": "Declining the referral",
    "assign": "Giving the case to a coordinator",
    "readiness": "Recording readiness",
    "delay": "Recording what the delay is",
    "message": "Writing a message",
    "withdraw": "Withdrawing the referral",
    "discharge": "Recording the discharge",
    "record_sharing": "Recording a decision about sharing",
    "withdraw_sharing": "Withdrawing a decision about sharing",
    "add_viewer": "Letting an organisation look",
    "end_viewer": "Stopping an organisation looking",
    "sharing_print": "People and sharing, on paper",
    "file": "A file of the case",
    "add_file": "Adding a file",
    "file_for_providers": "Showing a photo to providers",
    "remove_file": "Removing a file",
    "correct_patient": "Correcting the patient’s details",
    "case_history": "What the case said before",
    "restrict": "Restricting the case",
    "named_people": "Who may see a restricted case",
    "lift_restriction": "Ending the restriction",
    "plan_work": "Planning work",
    "work": "A piece of work",
    "work_ask": "Asking a provider",
    "work_done": "Recording that work is done",
    "work_not_done": "Recording that work cannot be done",
    "work_cancel": "Cancelling work",
    "jobs": "The provider’s list of jobs",
    "job": "A job",
    "job_done": "Finishing a job",
    "job_cannot_do": "Giving a job back",
    "flats": "The board of flats",
    "book_unit": "Choosing whom a flat is for",
    "book_flat": "Booking a flat",
    "stay": "A stay in a flat",
    "stay_confirm": "Confirming a booking",
    "stay_change": "Changing a booking",
    "support_plan": "The support plan",
    "stay_review": "Recording a team review",
    "stay_claim": "Recording the housing benefit claim",
    "assess_home": "Assessing the home",
    "start_rehousing": "Beginning to look for a new home",
    "rehousing": "The search for a new home",
    "rehousing_step": "The next step to a new home",
    "rehousing_end": "Ending the search for a new home",
    "refer_to_council": "Referring to a council",
    "ask_for_grant": "Asking a council for a grant",
    "council_stage": "The next stage of an application to a council",
    "record_follow_up": "Recording a follow-up",
    "close_case": "Closing the case",
    "api_case": "The case, by another system",
    "api_accept": "Accepting, by another system",
    "api_ask": "Asking the ward, by another system",
    "api_decline": "Declining, by another system",
    "api_withdraw": "Withdrawing, by another system",
    "api_assign": "Giving the case to a coordinator, by another system",
    "api_readiness": "Recording readiness, by another system",
    "api_message": "Writing a message, by another system",
}


def page_words(code: str) -> str:
    """What a page is called; a code the list does not know shows as it is."""
    return PAGE_WORDS.get(code, code.replace("_", " ").replace("-", " ").capitalize())


def why_words(code: str) -> str:
    """Why somebody was let in, in words; looks written before the reason was kept have none."""
    return WHY_WORDS.get(code, "Not recorded")
