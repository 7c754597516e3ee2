"""The promises of a stay are those of the service the building is in, which may not be that of the case."""

from django.db import migrations

FOLLOW_THE_BUILDING = """
update referrals_clock c set scheme_id = b.scheme_id
from housing_stay s join housing_unit u on u.id = s.unit_id join housing_building b on b.id = u.building_id
where c.id in (s.support_plan_clock_id, s.limit_clock_id) and c.scheme_id is distinct from b.scheme_id
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0003_history"), ("referrals", "0014_the_rest_of_the_promises")]

    operations = [migrations.RunSQL(FOLLOW_THE_BUILDING, migrations.RunSQL.noop)]
