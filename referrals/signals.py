"""The one way in which a change to a case causes something in an app above this one.

`referral_changed` is sent inside the transaction of every event on a case, with `referral`, `event`
(a `lifecycle.Event`), `by` and `at`. Receivers, all of them:

- `outcomes.receivers.plan_follow_ups`: makes the follow-ups when somebody has left hospital.
- `outcomes.receivers.drop_follow_ups`: cancels what is left of them when a case ends.
- `housing.receivers.cancel_open_work`: cancels jobs and bookings when a case is withdrawn or declined.
- `housing.receivers.follow_sharing`: stops jobs and bookings whose organisation may no longer see the person, and lets
  them go on when it may again.

A receiver that fails undoes the event: there is no discharge without its follow-ups.
"""

from django.dispatch import Signal

referral_changed = Signal()
