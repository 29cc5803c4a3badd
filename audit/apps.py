from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save


class AuditConfig(AppConfig):
    """The trail of acts and of views."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_tasks_db.models import DBTaskResult

        from adapters.faults import keep_values_out_of_task
        from audit.actions import begin_chain

        post_migrate.connect(begin_chain, sender=self)
        pre_save.connect(keep_values_out_of_task, sender=DBTaskResult)
