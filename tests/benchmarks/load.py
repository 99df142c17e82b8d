"""Load from wrk, a short turn at a time, so that two servers can take turns."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
SECONDS = 3
ROUNDS = 3
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Load:
    """What a server is asked: an address, by so many connections, with these headers."""

    url: str
    connections: int = 16
    headers: tuple = ()
    script: str = "report.lua"
    arguments: tuple = ()
    threads: int = 2
    core: int | None = None


@dataclass(frozen=True)
class Turn:
    """What wrk saw: requests a second, milliseconds, bytes of an answer, and how many failed."""

    rate: float
    p50: float
    p99: float
    size: float
    failed: int
    requests: int


def ask(load, seconds=SECONDS):
    """Return one turn of a load."""
    command = ["wrk", f"-t{min(load.threads, load.connections)}", f"-c{load.connections}"]
    command += [f"-d{seconds}s", "--timeout", "10s", "-s", str(HERE / load.script)]
    command += [part for name, value in load.headers for part in ("-H", f"{name}: {value}")]
    command += [load.url, "--", *map(str, load.arguments)]
    if load.core is not None:
        command = ["taskset", "-c", str(load.core), *command]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    requests = max(seen["requests"], 1)
    return Turn(
        rate=seen["requests"] / seen["microseconds"] * 1e6,
        p50=seen["p50"] / 1000,
        p99=seen["p99"] / 1000,
        size=seen["bytes"] / requests,
        failed=seen["refused"] + seen["broken"],
        requests=seen["requests"],
    )


def in_turn(*loads, rounds=ROUNDS, seconds=SECONDS):
    """Return the median turn of each load; they take turns, A B A B, after one to warm up."""
    for load in loads:
        ask(load, 1)
    turns = [[ask(load, seconds) for load in loads] for _ in range(rounds)]
    return [middle([turn[place] for turn in turns]) for place in range(len(loads))]


def middle(turns):
    """Return the median of each figure; of failures all."""
    figures = {
        name: median(getattr(turn, name) for turn in turns)
        for name in ("rate", "p50", "p99", "size")
    }
    return Turn(
        **figures,
        failed=sum(turn.failed for turn in turns),
        requests=sum(turn.requests for turn in turns),
    )
