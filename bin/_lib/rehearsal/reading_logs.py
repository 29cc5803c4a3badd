"""Scene 6: no log of nginx or of ours holds a name, an address or a secret; and each of our lines is JSON."""

import json
from pathlib import Path

from rehearsal.stage import Stage

OURS = ("machine-a.log", "machine-b.log", "worker.log")
OF_NGINX = ("send-casework.log", "send-casework-errors.log", "nginx.log")


def play(stage: Stage) -> None:
    """Looks for everything that was typed, mailed or made in this rehearsal and is nobody's business in a log."""
    with stage.scene("Logs") as began:
        lines = {name: _lines(stage.place.log / name) for name in (*OURS, *OF_NGINX)}
        for name, known in lines.items():
            told = sum(any(secret in line for secret in stage.names) for line in known)
            stage.hold(not told, f"{told} lines of {name} hold a name, an address or a secret.")
        queries = [line for name in OF_NGINX for line in lines[name] if "?" in line or "code=" in line]
        stage.hold(not queries, f"{len(queries)} lines of nginx hold a query.")
        for name in OURS:
            plain = [line for line in lines[name] if not _is_json(line)]
            stage.hold(not plain, f"{len(plain)} of {len(lines[name])} lines of {name} are no JSON, as: {plain[:1]}")
        count = sum(map(len, lines.values()))
        stage.add("Logs", f"{count:,} lines looked at for {len(stage.names)} names and secrets", began)


def _lines(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines() if path.is_file() else []


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
