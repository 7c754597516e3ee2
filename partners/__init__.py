"""Who: organisations, wards, schemes, people, roles, rights, the audit record and notifications."""
