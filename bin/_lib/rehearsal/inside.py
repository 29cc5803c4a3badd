"""What the rehearsal does within the service, by its own actions: this text runs in `manage.py shell`.

It stands by itself, and keeps to what the last versions have in common: an upgrade begins with the version before.
"""


def make_team(administrator, people):
    """A team, and its people by name, address and roles."""
    from accounts.actions import add_person
    from accounts.enums import Role
    from accounts.models import Team, User

    by = User.objects.get(email=administrator)
    team, _ = Team.objects.get_or_create(name="North team")
    for email, name, roles in people:
        if not User.objects.filter(email=email).exists():
            add_person(
                email=email, full_name=name, job_title="", team=team, roles=[Role(role) for role in roles], by=by
            )


def let_in(emails, password):
    """Give people a password and an authenticator, as they would have done long ago. Returns their keys by address.

    Those of a dump are taken for real ones: a demonstration's may not be in service.
    """
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from accounts.models import User

    secrets = {}
    User.objects.update(is_demonstration=False)
    for person in User.objects.filter(email__in=emails):
        person.set_password(password)
        person.save()
        Authenticator.objects.filter(user=person).delete()
        secrets[person.email] = generate_totp_secret()
        TOTP.activate(person, secrets[person.email])
    return secrets


def open_cases(coordinators, each):
    """So many cases for each co-ordinator, of made-up children. Returns the references by address."""
    from datetime import date, timedelta

    from accounts.models import User
    from base.clock import today
    from casework.children.actions import ChildDetails, ContactDetails
    from casework.enums import Need, Relationship, RequestSource, Sex
    from casework.requests.actions import open_case

    references: dict[str, list[str]] = {}
    for email in coordinators:
        person = User.objects.get(email=email)
        for number in range(each):
            name = f"{email.split('.')[0].capitalize()}son-{number + 1}"
            case = open_case(
                by=person,
                child=ChildDetails("Rowan", name, date(2015, 5, 9), Sex.MALE, Need.SLCN),
                contacts=[ContactDetails("Jo Ellis", Relationship.MOTHER, email="jo.ellis@example.org")],
                requested_on=today() - timedelta(days=10),
                request_source=RequestSource.FAMILY,
                request_reason="He is not keeping up, and is unhappy at school.",
                coordinator=person,
            )
            references.setdefault(email, []).append(case.reference)
    return references


def ask_for_a_report(reference):
    """Decide to assess, and ask for a report, so that one may be received. Returns its number."""
    from accounts.models import User
    from casework.enums import ReportKind
    from casework.models import Case
    from casework.reports.actions import ReportRequest, ask_for_reports
    from casework.requests.actions import decide_assessment

    case = Case.objects.get(reference=reference)
    lead = User.objects.filter(role_grants__role="lead_send_coordinator").earliest("pk")
    decide_assessment(case, will_assess=True, reasons="The evidence suggests that support is needed.", by=lead)
    case.refresh_from_db()
    (report,) = ask_for_reports(case, [ReportRequest(ReportKind.EDUCATION, "The SENCo")], by=case.coordinator)
    return report.pk


def contacts_named(start):
    """How often each contact is there whose name begins so."""
    from collections import Counter

    from casework.models import Contact

    return Counter(Contact.objects.filter(name__startswith=start).values_list("name", flat=True))


def count_everything():
    """The number of rows of every table but those that hold what passes."""
    from django.apps import apps

    passing = {"django_session", "cache_entries"}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.db_table: model._base_manager.count()
        for model in models
        if model._meta.db_table not in passing and "task" not in model._meta.db_table
    }


def mails_by_state():
    """How many mails there are in each state."""
    from collections import Counter

    from operations.models import Mail

    return Counter(Mail.objects.values_list("state", flat=True))


def load_dump(path):
    """Bring a database in which nothing was done back to the state of a dump of tests/upgrade, and fill it."""
    from importlib import import_module
    from pathlib import Path

    databases, rows = (import_module(f"tests.upgrade.{name}") for name in ("databases", "rows"))
    landing = databases.Landing(rows.read_file(Path(path)))
    landing.migrate()
    landing.fill()
    return {name: len(table.rows) for name, table in landing.dump.tables.items()}


def chain_anew():
    """The trail of the dump, chained with the key of this run: that of the dump is in the repository, and short."""
    from django.db import connection, transaction

    from audit.models import AuditEvent, hash_of, seal_of
    from tests.triggers import lifted

    row = "UPDATE audit_auditevent SET previous_hash = %s, hash = %s WHERE sequence = %s"
    with lifted(connection), transaction.atomic(), connection.cursor() as cursor:
        last, newest = 0, ""
        for event in AuditEvent.objects.order_by("sequence"):
            event.previous_hash = newest
            last, newest = last + 1, hash_of(event)
            cursor.execute(row, [event.previous_hash, newest, last])
        cursor.execute("UPDATE audit_chainhead SET hash = %s, seal = %s", [newest, seal_of(last, newest)])
    return last


def coordinators_with_cases(most, stages):
    """Those with the most live cases at these stages. Returns address, and the references of their cases."""
    from collections import defaultdict

    from casework.models import Case

    cases = defaultdict(list)
    for email, reference in (
        Case.objects.filter(stage__in=stages).order_by("pk").values_list("coordinator__email", "reference")
    ):
        cases[email].append(reference)
    found = sorted(cases.items(), key=lambda pair: -len(pair[1]))
    return found[:most]
