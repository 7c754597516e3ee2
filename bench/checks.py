"""What triggers keep in an installation was filled by statements here: does it hold?"""

from django.db import connection

# Each gives the rows that are wrong.
CHECKS = {
    "a lead that is no party": """
        select from referrals_referral r where lead_organisation_id is not null and not exists (
          select from referrals_referralparty p where p.referral_id = r.id and p.part = 'lead' and p.to_at is null
          and p.organisation_id = r.lead_organisation_id)""",
    "a referrer that is no party": """
        select from referrals_referral r where patient_id is not null and not exists (
          select from referrals_referralparty p where p.referral_id = r.id and p.part = 'referrer' and p.to_at is null
          and p.organisation_id = r.referrer_organisation_id)""",
    "a party with other keys than its case": """
        select from referrals_referralparty p join referrals_referral r on r.id = p.referral_id
        where (p.is_open, p.submitted_at) is distinct from (r.is_open, r.submitted_at)""",
    "a case whose deadline is not its earliest clock's": """
        select from referrals_referral r where next_due_at is distinct from (
          select min(due_at) from referrals_clock c where c.referral_id = r.id and c.stopped_at is null)""",
    "a stopped clock that would still speak": """
        select from referrals_clock where stopped_at is not null and next_alert_at is not null""",
    "a case without its patient": """
        select from referrals_referral r where status <> 'draft' and not exists (
          select from referrals_patient p where p.id = r.patient_id)""",
    "work without its clock": """
        select from housing_intervention w where not exists (
          select from referrals_clock c where c.id = w.clock_id and c.referral_id = w.referral_id)""",
}


def faults() -> list[str]:
    """What does not hold, with how many rows."""
    found = []
    with connection.cursor() as cursor:
        for what, query in CHECKS.items():
            cursor.execute(f"select count(*) from ({query}) wrong")
            (number,) = cursor.fetchone()
            if number:
                found.append(f"{what}: {number} rows")
    return found
