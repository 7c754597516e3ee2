"""What this app writes into a case's timeline beside the events of the lifecycle table: code → words on the page."""

HOUSING_EVENTS: dict[str, str] = {
    "work_commissioned": "Work asked for",
    "work_accepted": "Work taken on",
    "work_done": "Work done",
    "work_not_done": "Work cannot be done",
    "work_cancelled": "Work cancelled",
    "stay_confirmed": "Flat confirmed",
    "stay_arrived": "Moved in to the flat",
    "support_plan_written": "Support plan written",
    "stay_extended": "Stay changed",
    "stay_departed": "Moved out of the flat",
    "stay_cancelled": "Flat cancelled",
    "rehousing_step": "New home: next step",
    "rehousing_ended": "Rehousing ended",
}
