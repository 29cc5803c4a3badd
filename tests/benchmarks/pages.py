"""What pages cost with N cases and with ten times as many, so that anybody can see what grows.

    .venv/bin/python tests/benchmarks/pages.py            300 cases, then 3,000
    .venv/bin/python tests/benchmarks/pages.py 3000       3,000 cases, then 30,000

It needs the built static files (`bin/run` makes them) and no database: without DATABASE_URL it starts the PostgreSQL
that the tests use; with it, it makes a database of its own on that server, and removes it. Cases come from `seed_demo`
(at most 300) and `multiply_cases`. Queries are of one request; CPU is the median of several, of Python alone; a request
takes longer by what the database does. Compare figures of one run only. The exit code is 0 whatever the figures are.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import gettempdir
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[2]
NAME = "pages_benchmark"
MOST_SEEDED = 300
TIMES = 9
HEADS = ("queries", "KB", "CPU ms", "all ms")


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    queries: int
    kilobytes: float
    cpu: float
    whole: float


@contextmanager
def server() -> Iterator[str]:
    """The address of a database server: the one that is given, or one of our own until the end."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    command = [sys.executable, ROOT / "bin" / "_lib" / "postgres.py"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as postgres:
        assert postgres.stdout
        assert postgres.stdin
        yield postgres.stdout.readline().strip()
        postgres.stdin.close()


def execute(address: str, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(address)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def measured() -> dict[str, Cost]:
    """Every page by its name, as whoever it is for opens it."""
    import logging

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ras_project.settings")
    django.setup()
    logging.disable(logging.ERROR)
    from django.conf import settings

    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["*"]
    return {name: cost_of(page) for name, page in pages().items()}


def cost_of(page: Callable[[], object]) -> Cost:
    from django.db import connection

    queries = []

    def noting(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    for _ in range(2):
        page()
    with connection.execute_wrapper(noting):
        answer = page()
    assert answer.status_code == 200, (answer.status_code, answer.request["PATH_INFO"])
    cpu, whole = [], []
    for _ in range(TIMES):
        began, began_all = process_time(), perf_counter()
        page()
        cpu.append(process_time() - began)
        whole.append(perf_counter() - began_all)
    return Cost(len(queries), len(answer.content) / 1024, 1000 * median(cpu), 1000 * median(whole))


def pages() -> dict[str, Callable[[], object]]:
    """The pages that are asked for most, and those that look at every case."""
    from django.test import Client

    from accounts.models import User
    from casework.enums import Stage
    from casework.models import Case
    from scoring.models import RasForm

    def signed_in(user: User) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return client

    def of(client: Client, path: str) -> Callable[[], object]:
        return lambda: client.get(path)

    def at(stage: Stage) -> Case:
        return Case.objects.filter(stage=stage).order_by("pk")[1]

    coordinator, lead, officer, chair, administrator = (
        signed_in(User.objects.get(email=f"{name}@example.org"))
        for name in ("amina.yusuf", "dan.pryce", "ruth.osei", "maya.chen", "nina.patel")
    )
    searching = signed_in(User.objects.get(email="dan.pryce@example.org"))
    searching.post("/cases/", {"words": "ward"})
    form = RasForm.objects.filter(purpose="first", status="draft", case__stage=Stage.SCORING).order_by("pk")[0]
    own = f"/cases/{form.case.reference}/"
    scorer = signed_in(form.case.coordinator)
    return {
        "work list, co-ordinator": of(coordinator, "/"),
        "work list, Lead": of(lead, "/"),
        "cases of a team": of(coordinator, "/cases/"),
        "all cases": of(lead, "/cases/"),
        "search": of(searching, "/cases/"),
        "case": of(lead, f"/cases/{at(Stage.TAC).reference}/"),
        "case, one's own": of(scorer, own),
        "history of a case": of(lead, f"/cases/{at(Stage.TAC).reference}/history/"),
        "RAS form": of(scorer, f"{own}ras-form/"),
        "one outcome saved": saving(scorer, form, f"{own}ras-form/outcomes/1/"),
        "verify": of(lead, f"/cases/{at(Stage.VERIFICATION).reference}/ras-form/verify/"),
        "moderate": of(officer, f"/cases/{at(Stage.MODERATION).reference}/ras-form/moderate/"),
        "moderation queue": of(officer, "/moderation/"),
        "second scoring": of(officer, "/second-scoring/"),
        "agreement": of(officer, "/agreement/"),
        "frameworks": of(officer, "/frameworks/"),
        "SEND Panel, Lead": of(lead, "/panel/"),
        "SEND Panel, chair": of(chair, "/panel/"),
        "audit trail": of(administrator, "/audit/"),
    }


def saving(client, form, path: str) -> Callable[[], object]:
    """One outcome saved again and again, each time with another reason."""
    score = form.scores.select_related("outcome").get(outcome__position=1)
    level, version = score.outcome.levels.order_by("position").last().pk, score.version

    def save() -> object:
        nonlocal version
        sent = {"outcome-1-level": level, "outcome-1-reason": f"Seen daily, {version}.", "outcome-1-version": version}
        answer = client.post(path, sent)
        version = answer.json()["version"]
        return answer

    return save


def table(few: dict[str, Cost], many: dict[str, Cost], cases: int) -> Iterator[str]:
    """Each page in a line: the figures with few cases, those with ten times as many, and how much longer it takes."""
    yield f"{'':26}" + "".join(f"{f'{count:,} cases':^35}" for count in (cases, 10 * cases)) + f"{'grows':>8}"
    yield f"{'':26}" + "".join(f"{head:>8}" for head in HEADS) + "   " + "".join(f"{head:>8}" for head in HEADS)
    for name, cost in few.items():
        both = [f"{each.queries:8}{each.kilobytes:8.0f}{each.cpu:8.1f}{each.whole:8.1f}" for each in (cost, many[name])]
        yield f"{name:26}{'   '.join(both)}{many[name].whole / cost.whole:8.1f}"


def main(cases: int) -> None:
    with server() as address:
        begin, _, host = address.partition("?")
        execute(address, f"DROP DATABASE IF EXISTS {NAME}")
        execute(address, f"CREATE DATABASE {NAME}")
        own = f"{begin.rpartition('/')[0]}/{NAME}" + (f"?{host}" if host else "")
        os.environ |= {"DATABASE_URL": own, "DEBUG": "1", "UPLOADS_DIR": str(Path(gettempdir()) / NAME)}

        def manage(*words: object) -> None:
            subprocess.run([sys.executable, ROOT / "manage.py", *map(str, words)], check=True, cwd=ROOT)

        try:
            manage("migrate", "-v0")
            manage("load_starter_data")
            manage("seed_demo", "--cases", min(cases, MOST_SEEDED))
            found = [figures(manage, cases if cases > MOST_SEEDED else None), figures(manage, 10 * cases)]
        finally:
            execute(address, f"DROP DATABASE {NAME} WITH (FORCE)")
    print(*table(*found, cases), sep="\n")


def figures(manage: Callable[..., None], to: int | None) -> dict[str, Cost]:
    """The cost of every page once there are so many cases, measured by a process of its own."""
    if to:
        manage("multiply_cases", "--to", to)
    command = [sys.executable, __file__, "--measure"]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return {
        name: Cost(int(queries), *map(float, rest))
        for name, queries, *rest in (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    }


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "bin" / "_lib")]
    if sys.argv[1:] == ["--measure"]:
        for page, cost in measured().items():
            print(page, cost.queries, cost.kilobytes, cost.cpu, cost.whole, sep="\t")
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
