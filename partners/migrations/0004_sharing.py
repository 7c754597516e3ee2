"""The agreements by which organisations share records, and the rights to keep them and to record what patients decide."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_database_roles")]
    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "permissions": [
                    ("referral_make", "Make a referral, save a draft and finish a colleague's"),
                    ("referral_view_ward", "See the referrals of their own wards"),
                    ("referral_view", "See every case their organisation takes part in"),
                    ("referral_answer", "Write messages on a case and answer questions about it"),
                    ("referral_withdraw", "Withdraw a referral"),
                    ("readiness_record", "Record when a patient became ready to leave hospital, or unwell again"),
                    ("case_triage", "Accept, decline or ask for information about a referral"),
                    ("case_assign", "Give a case to a coordinator"),
                    ("home_assess", "Record whether a home is fit to go back to"),
                    ("work_plan", "Plan, commission and cancel work on a case"),
                    ("work_view", "See the jobs given to their organisation"),
                    ("work_do", "Accept a job and say that it is done or cannot be"),
                    ("stay_book", "Book a temporary flat for a patient"),
                    ("stay_view", "See who is booked into their organisation's flats"),
                    ("stay_manage", "Record arrivals and departures, and take a flat out of use"),
                    ("discharge_record", "Record that a patient left hospital"),
                    ("follow_up_record", "Record a call or visit after the person went home"),
                    ("case_close", "Close a case with its outcome"),
                    ("report_view", "See figures about the service, without names"),
                    ("people_manage", "Add people, change their roles and deactivate them"),
                    ("partners_manage", "Change organisations, sites, wards and schemes"),
                    ("audit_view", "See who looked at which record"),
                    ("sharing_record", "Record what a patient decided about sharing their details, and withdraw it"),
                    ("sharing_manage", "Keep the agreements by which organisations share records"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("document_reference", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(blank=True, default="", max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_to_give",
                        to="partners.organisation",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_to_receive",
                        to="partners.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["giver", "receiver"], name="agreement_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("receiver")), _negated=True),
                        name="agreement_not_with_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="agreement_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purposes__len__gt", 0),
                            ("purposes__contained_by", ["arrange", "home_work", "flat", "review"]),
                        ),
                        name="agreement_purposes_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("categories__len__gt", 0),
                            (
                                "categories__contained_by",
                                [
                                    "name",
                                    "phone",
                                    "home",
                                    "safety",
                                    "work",
                                    "stay",
                                    "identity",
                                    "hospital",
                                    "needs",
                                    "people",
                                ],
                            ),
                        ),
                        name="agreement_categories_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document_reference", ""), _negated=True), name="agreement_has_document"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_why", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="agreement_ended_with_reason",
                    ),
                ],
            },
        ),
    ]
