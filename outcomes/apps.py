from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Outcomes"

    def ready(self) -> None:
        from outcomes import receivers
        from referrals.signals import referral_changed

        referral_changed.connect(receivers.plan_follow_ups, dispatch_uid="outcomes.plan_follow_ups")
        referral_changed.connect(receivers.drop_follow_ups, dispatch_uid="outcomes.drop_follow_ups")
        post_migrate.connect(receivers.publish_prices, sender=self, dispatch_uid="outcomes.publish_prices")
