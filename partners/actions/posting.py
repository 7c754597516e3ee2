"""Decides how each new line in somebody's list goes out, and puts the day's digests together. As the system.

Lines are rows, and which have been decided about stands on them: a message that was lost on the way to the worker is
found by the next sweep. Both are one statement for many rows, take rows that nobody else is at, and write each message
once, by its key.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from partners.messages import KINDS

BATCH = 1000


def post_notices(*, at: datetime) -> int:
    """Write the messages of all lines not decided about yet (`at`: UTC). Returns how many lines there were.

    A line that was read meanwhile, taken back, or is to somebody who has left goes no further. An urgent one goes at
    once, also as a text message where text messages are set up and the person has given a number.
    """
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                _POST,
                {
                    "at": at,
                    "batch": BATCH,
                    "kinds": [kind.code for kind in KINDS],
                    "usual": [kind.usual.value for kind in KINDS],
                    "sms": bool(settings.NOTIFY_SMS_TEMPLATE),
                },
            )
            count: int = cursor.fetchone()[0]
        total += count
        if count < BATCH:
            return total


def make_digests(*, at: datetime) -> int:
    """Put everybody's waiting lines into one message each, once a London day. Returns how many messages there are now.

    What comes after the day's digest was put together waits for the next.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DIGEST, {"at": at})
        return int(cursor.rowcount)


_POST = """
with new as materialized (
  select id from partners_notification where posted_at is null order by id limit %(batch)s
  for no key update skip locked
), decided as (
  select n.id, u.mobile, case
    when n.withdrawn_at is not null or not u.is_active then 'never'
    when n.urgent then 'at_once'
    when n.read_at is not null then 'never'
    else coalesce(c.how, k.usual, 'digest') end as how
  from partners_notification n join new using (id) join partners_user u on u.id = n.recipient_id
  left join partners_messagechoice c on c.user_id = n.recipient_id and c.kind = n.kind
  left join unnest(%(kinds)s::text[], %(usual)s::text[]) as k(kind, usual) on k.kind = n.kind
), posted as (
  update partners_notification n set posted_at = %(at)s, for_digest = decided.how = 'digest'
  from decided where decided.id = n.id
  returning n.id, n.recipient_id, n.urgent, decided.how, decided.mobile
), written as (
  insert into partners_outboxmessage
    (recipient_id, channel, notification_id, key, created_at, next_try_at, tries, error, provider_id)
  select p.recipient_id, way.channel, p.id, 'notice:' || p.id || ':' || way.channel, %(at)s, %(at)s, 0, '', ''
  from posted p join (values ('email'), ('sms')) as way(channel)
    on way.channel = 'email' or (%(sms)s and p.urgent and p.mobile <> '')
  where p.how = 'at_once'
  on conflict (key) do nothing
)
select count(*) from posted
"""
_DIGEST = """
with waiting as (
  select distinct n.recipient_id from partners_notification n join partners_user u on u.id = n.recipient_id
  where n.for_digest and n.digest_id is null and n.read_at is null and n.withdrawn_at is null and u.is_active
), made as (
  insert into partners_outboxmessage (recipient_id, channel, key, created_at, next_try_at, tries, error, provider_id)
  select recipient_id, 'email',
    'digest:' || recipient_id || ':' || (%(at)s at time zone 'Europe/London')::date, %(at)s, %(at)s, 0, '', ''
  from waiting on conflict (key) do nothing returning id, recipient_id
), gathered as (
  update partners_notification n set digest_id = made.id from made
  where n.recipient_id = made.recipient_id and n.for_digest and n.digest_id is null
)
select id from made
"""
