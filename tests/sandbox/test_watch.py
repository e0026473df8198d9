"""What a kernel may use is counted, whatever it does to escape; and a watch that fails ends it."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest

from autograder.fairness.answers import AnswerSheet, submit
from autograder.judging.hidden_tests import reach_verdict
from autograder.judging.judge import Judge
from autograder.sandbox import meter as metering
from autograder.sandbox import watch as watching
from autograder.sandbox.control_group import ControlGroup
from autograder.sandbox.limits import Limits, counts_by_namespace
from autograder.sandbox.meter import SandboxMeter, Usage
from autograder.sandbox.walls import bubblewrap, interpreter_folders
from autograder.sandbox.watch import CellClock, Ending, Watch, WatchError
from tests.conftest import autoencoders, build_without_demonstrations, needs_sandbox, wait_for

MEGABYTE = 1_000_000
PRELUDE = """
import ctypes, mmap, os, socket, sys, time
from threading import Thread
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
def say(word): print(word, flush=True)
def ready(): say("ready"); time.sleep(1000)
def forge(text): libc.prctl(15, text, 0, 0, 0)
say("started")
sys.stdin.read(1)
"""
SLEEPS = "ready()"


@pytest.fixture
def no_group(tmp_path: Path) -> ControlGroup:
    """What a grader has whom the system gives no control group."""
    group = ControlGroup(Limits(), tmp_path / "nothing is mounted here")
    assert group.folders == []
    return group


@contextmanager
def metered(program: str, group: ControlGroup) -> Iterator[SandboxMeter]:
    """A meter of a sandbox in which a program has said that it is ready."""
    reading, writing = os.pipe()
    command = [bubblewrap(), *("--unshare-all", "--die-with-parent", "--ro-bind", "/", "/")]
    for folder in ("/tmp", "/dev/shm"):
        command += ["--size", "200000000", "--tmpfs", folder]
    for folder in map(str, interpreter_folders()):  # one of them may be in /tmp
        command += ["--ro-bind", folder, folder]
    command += ["--proc", "/proc", "--info-fd", str(writing)]
    command += [sys.executable, "-c", f"{PRELUDE}\n{program}"]
    running = subprocess.Popen(
        command, pass_fds=[writing], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as information:
            first = json.load(information)["child-pid"]
        assert running.stdout.readline() == b"started\n"
        meter = SandboxMeter(first, group)
        running.stdin.write(b"!")
        running.stdin.flush()
        assert running.stdout.readline() == b"ready\n"
        yield meter
        meter.close()
    finally:
        running.kill()
        running.communicate()


FORGED = {
    "no text": rb"\xff\xfe",
    "carriage return": rb"a\rRssAnon:\t1",
    "form feed": rb"a\x0cRssAnon: 1",
    "next line": rb"a\x85RssAnon:1",
    "newline": rb"a\nRssAnon:\t1",
    "brackets": rb") R 1 1 (0) 0 0",
}
MEMORY = {
    **{
        kind: f'forge(b"{text.decode()}"); kept = b"x" * 200_000_000'
        for kind, text in FORGED.items()
    },
    "a sibling of the kernel": """
if libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0) == 0:
    kept = b"x" * 200_000_000
    ready()
time.sleep(1000)""",
    "a daemon": """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        kept = b"x" * 200_000_000
        ready()
    os._exit(0)
time.sleep(1000)""",
    "a process whose first thread has ended": """
def keep():
    kept = b"x" * 200_000_000
    time.sleep(0.5)  # until the first has ended
    ready()
Thread(target=keep).start()
libc.syscall(60, 0)""",
    "a process that may not be looked into": """
libc.prctl(4, 0, 0, 0, 0)
kept = b"x" * 200_000_000""",
    "page tables": """
size = ctypes.c_size_t(1 << 37)
place = libc.mmap(None, size, 1, 0x4022, -1, 0)
libc.madvise(ctypes.c_void_p(place), size, 15)
for address in range(place, place + (1 << 37), 1 << 21):
    ctypes.c_char.from_address(address).value""",
    "shared memory": "kept = mmap.mmap(-1, 200_000_000); kept.write(bytes(200_000_000))",
    "a file": 'open("/tmp/file", "wb").write(bytes(190_000_000))',
    "sockets": """
kept = []
for _ in range(490): kept.append(socket.socketpair())""",
    "pipes": """
kept = []
for _ in range(505): kept.append(os.pipe())""",
    "entries of epolls": """
import select
kept = [select.epoll() for _ in range(400)]
awaited = [os.eventfd(0) for _ in range(100)]
for epoll in kept:
    for one in awaited: epoll.register(one)""",
}


@needs_sandbox
@pytest.mark.parametrize("kind", MEMORY)
def test_memory_is_counted_wherever_it_is(no_group, kind):
    with metered(f"{MEMORY[kind]}\n{SLEEPS}", no_group) as meter:
        assert meter.read(1000).memory > 185 * MEGABYTE
        assert meter.memory(0) > 185 * MEGABYTE


@needs_sandbox
def test_shared_memory_that_is_let_go_of_is_counted(no_group):
    """Nothing maps it any more, so it shows in the figure of the whole machine alone.

    Others on the machine may give back as much at the very same time, but not again and again.
    """
    program = """
kept = mmap.mmap(-1, 300_000_000)
kept.write(bytes(300_000_000))
kept.madvise(mmap.MADV_DONTNEED)
"""

    def is_counted() -> bool:
        with metered(program + SLEEPS, no_group) as meter:
            found = meter.read(1000).memory, meter.memory(0)
        return min(found) > 185 * MEGABYTE

    assert any(is_counted() for _ in range(5))


@needs_sandbox
def test_shared_memory_of_others_is_not_charged(no_group):
    with metered(SLEEPS, no_group) as meter:
        name = f"/dev/shm/test_watch_{os.getpid()}"
        try:
            Path(name).write_bytes(bytes(100 * MEGABYTE))
            assert meter.memory(0) < 50 * MEGABYTE
        finally:
            Path(name).unlink()


@needs_sandbox
def test_forks_that_share_their_memory_are_charged_once(no_group):
    program = """
kept = b"x" * 100_000_000
for _ in range(7):
    if os.fork() == 0: time.sleep(1000)
"""
    with metered(program + SLEEPS, no_group) as meter:
        assert meter.read(1000).memory > 400 * MEGABYTE
        assert meter.memory(0) < 200 * MEGABYTE


@needs_sandbox
@pytest.mark.parametrize("waits", [True, False])
def test_waiting_for_a_processor_is_not_waiting_for_an_answer(no_group, monkeypatch, waits):
    """On a busy machine, forks are still charged once; what holds its answer back is not."""
    program = """
kept = b"x" * 100_000_000
for _ in range(7):
    if os.fork() == 0: time.sleep(1000)
"""
    clock = count(step=60)
    passed = [0.0]

    def leap() -> float:
        passed[0] = float(next(clock))
        return passed[0]

    with metered(program + SLEEPS, no_group) as meter:
        monkeypatch.setattr(metering, "monotonic", leap)
        monkeypatch.setattr(metering, "thread_wait", lambda thread: passed[0] if waits else 0.0)
        assert (meter.memory(0) < 200 * MEGABYTE) == waits


TASKS = {
    "threads": "for _ in range(50): Thread(target=time.sleep, args=[1000], daemon=True).start()",
    "siblings": """
for _ in range(50):
    if libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0) == 0: time.sleep(1000)""",
    "daemons": """
for _ in range(50):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(1000)
        os._exit(0)""",
    "children that have ended": """
for _ in range(50):
    if os.fork() == 0: os._exit(0)""",
    "names": """
for _ in range(50):
    if os.fork() == 0:
        forge(b"a\\rThreads:\\t0")
        time.sleep(1000)""",
}


@needs_sandbox
@pytest.mark.parametrize("kind", TASKS)
def test_processes_and_threads_are_counted_wherever_they_are(no_group, kind):
    with metered(f"{TASKS[kind]}\n{SLEEPS}", no_group) as meter:
        wait_for(lambda: meter.read(1000).tasks >= 52)


FILES = {
    "files": 'os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))',
    "folders": 'os.mkdir(f"/dev/shm/{number}")',
    "symbolic links": 'os.symlink("nothing", f"/tmp/{number}")',
    "hard links": 'open("/tmp/a", "w"); os.link("/tmp/a", f"/tmp/{number}")',
    "files without a name": 'kept = [*globals().get("kept", []), os.open("/tmp", 0o20200002)]',
}


@needs_sandbox
@pytest.mark.parametrize("kind", FILES)
def test_files_without_content_are_counted(no_group, kind):
    program = f"for number in range(900): {FILES[kind]}\n"
    with metered(program + SLEEPS, no_group) as meter:
        assert 900 <= meter.read(1000).files < 1000


# ------------------------------------------------------------------------------------ time


def clock_after(rounds: list[tuple[float, float, float]]) -> float:
    """The time used after rounds of (seconds passed, seconds computed, longest wait)."""
    clock, now, usage = CellClock(0), 0.0, Usage(waits={"1": 0.0})
    used = clock.advance(now, usage)
    for passed, computed, waited in rounds:
        now += passed
        usage = Usage(
            processor_seconds=usage.processor_seconds + computed,
            waits={"1": usage.waits["1"] + waited},
        )
        used = clock.advance(now, usage)
    return used


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([(0.1, 0.1, 0)] * 100, 10),  # alone on the machine
        ([(0.1, 0, 0)] * 100, 10),  # asleep
        ([(0.1, 0.02, 0.08)] * 100, 2),  # a fifth of a processor
        ([(0.1, 0, 0), (0.1, 0, 0), (0.1, 0.06, 0.24)] * 100, 6),  # waits told of late
        ([(0.1, 0.2, 0.098)] * 100, 10),  # a hundred busy threads on two processors
        ([(0.1, 0.1, 0)] * 100 + [(0.1, 0.1, 10)], 10.1),  # waited for its own child
        ([(0.1, 0, 0)] * 99 + [(0.1, 0.1, 10)], 5),  # slept, and woke a thread that had to wait
    ],
)
def test_a_cell_uses_what_it_computes_and_sleeps_but_not_what_others_make_it_wait(rounds, expected):
    assert clock_after(rounds) == pytest.approx(expected, abs=0.01)


def busy() -> None:
    while True:
        pass


@pytest.fixture
def neighbours() -> Iterator[None]:
    """Processes that keep all processors busy."""
    started = [multiprocessing.Process(target=busy, daemon=True) for _ in range(3 * os.cpu_count())]
    for one in started:
        one.start()
    yield
    for one in started:
        one.kill()
        one.join()


THREADS = """
import hashlib
def busy():
    while True: hashlib.sha256(bytes(1_000_000))
for _ in range(40): Thread(target=busy, daemon=True).start()
"""
PROCESSES = """
for _ in range(100):
    if os.fork() == 0:
        while True: pass
"""
WAITS_FOR_ITS_CHILD = """
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
if os.fork() == 0:
    while True: pass
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
"""
LOOP = 'say("ready")\nwhile True: pass'


def used_and_passed(meter: SandboxMeter) -> tuple[float, float, float]:
    """What a clock counts of some seconds, how many they were, and how many were computed."""
    clock, start, first = CellClock(monotonic()), monotonic(), meter.read(1000)
    until, used = start + 4, 0.0
    while monotonic() < until:
        sleep(0.1)
        usage = meter.read(1000)
        used = clock.advance(monotonic(), usage)
    return used, monotonic() - start, usage.processor_seconds - first.processor_seconds


@needs_sandbox
@pytest.mark.usefixtures("neighbours")
def test_a_busy_machine_costs_a_cell_nothing(no_group):
    with metered(LOOP, no_group) as meter:
        used, passed, computed = used_and_passed(meter)
    assert computed < 0.8 * passed, "the machine is not busy"
    assert used < computed + 0.25 * passed


@needs_sandbox
@pytest.mark.parametrize("program", [THREADS, PROCESSES, WAITS_FOR_ITS_CHILD])
def test_who_waits_for_his_own_gains_nothing(no_group, program):
    with metered(program + LOOP, no_group) as meter:
        used, passed, computed = used_and_passed(meter)
    assert used > 0.9 * min(passed, computed)


# ----------------------------------------------------------------------- a watch that fails


class StubMeter:
    """A meter that tells nothing unusual, for some looks; then it fails."""

    def __init__(self, error: BaseException | None):
        self.error = error
        self.looks = 0

    def read(self, most_tasks: int) -> Usage:
        self.looks += 1
        if self.error and self.looks > 2:
            raise self.error
        return Usage(tasks=1)

    def memory(self, allowed: int) -> int:
        return 0

    def ran_out_of_memory(self) -> bool:
        return False

    def close(self) -> None:
        pass


class StubKernel:
    """Keeps what is done to it."""

    def __init__(self, error: BaseException | None = None, at_its_end: Exception | None = None):
        self.error, self.at_its_end = error, at_its_end
        self.ended, self.signals = False, []

    def meter(self) -> StubMeter:
        return StubMeter(self.error)

    def signal(self, number: int) -> None:
        self.signals.append(number)

    def end(self) -> None:
        self.ended = True
        if self.at_its_end:
            raise self.at_its_end


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise ValueError


def started(kernel: StubKernel, seconds: float = 60) -> Watch:
    watch = Watch(kernel, Limits(), until=monotonic() + seconds)
    watch.start()
    return watch


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        PermissionError(13, "Permission denied", "/proc/1/status"),
        ValueError("invalid literal for int()"),
        MemoryError(),
        SystemExit(1),
        UnspeakableError(),
    ],
)
def test_whatever_ends_the_watch_ends_the_kernel(error):
    kernel = StubKernel(error)
    watch = started(kernel)
    watch.join(60)
    assert kernel.ended
    for what_is_next in (watch.conclude, watch.cell().__enter__, watch.close):
        with pytest.raises(WatchError, match=f"the watch .* failed: {type(error).__name__}"):
            what_is_next()


def test_a_watch_that_ends_by_itself_is_found_out(monkeypatch):
    monkeypatch.setattr(Watch, "run", lambda self: None)
    for what_is_next in (Watch.conclude, lambda watch: watch.cell().__enter__(), Watch.close):
        watch = started(StubKernel())
        watch.join(60)
        with pytest.raises(WatchError, match="it ended by itself"):
            what_is_next(watch)


def test_a_kernel_that_cannot_be_ended_is_killed_and_said():
    kernel = StubKernel(at_its_end=OSError("no such device"))
    watch = started(kernel, seconds=0)
    watch.join(60)
    assert kernel.signals == [signal.SIGKILL]
    with pytest.raises(WatchError, match="no such device"):
        watch.conclude()


def test_a_watch_that_had_no_turn_blames_nobody(monkeypatch):
    kernel = StubKernel()
    monkeypatch.setattr(watching, "STARVED_SECONDS", 0.05)  # less than a round
    watch = started(kernel)
    watch.join(60)
    assert kernel.ended
    with pytest.raises(WatchError, match="no turn"):
        watch.close()


def test_a_cell_is_not_interrupted_for_the_one_before(monkeypatch):
    kernel = StubKernel()
    watch = Watch(kernel, Limits(), until=monotonic() + 60)
    with watch.cell():
        late = watch.clock
    with watch.cell():
        watch._interrupt(late)
        assert not watch.interrupted
        watch._interrupt(watch.clock)
    assert watch.interrupted
    assert kernel.signals == [signal.SIGINT]


def test_a_kernel_that_ends_under_an_interrupt_is_no_fault():
    class EndedKernel(StubKernel):
        def signal(self, number: int) -> None:
            raise ProcessLookupError

    kernel = EndedKernel()
    watch = Watch(kernel, Limits(cell_seconds=0), until=monotonic() + 60)
    watch.start()
    with watch.cell():
        wait_for(lambda: watch.interrupted)
    watch.close()
    assert not kernel.ended


@pytest.mark.parametrize(("share", "is_ended"), [(1.0, False), (0.0, True)])
def test_waits_that_others_cause_are_not_the_notebooks(monkeypatch, share, is_ended):
    def advance(clock: CellClock, now: float, _: Usage) -> float:
        clock.excused = share * (now - clock.start)
        return now - clock.start - clock.excused

    monkeypatch.setattr(CellClock, "advance", advance)
    kernel = StubKernel()
    watch = Watch(kernel, Limits(notebook_seconds=5), until=monotonic() + 5)
    watch.start()
    for _ in range(2):
        with watch.cell():
            sleep(3)
    assert kernel.ended is is_ended
    watch.close()


def test_a_notebook_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(CellClock, "advance", lambda clock, *_: setattr(clock, "excused", 1e9) or 0)
    kernel = StubKernel()
    watch = Watch(kernel, Limits(notebook_seconds=1), until=monotonic() + 1)
    watch.start()
    with watch.cell():
        wait_for(lambda: kernel.ended)
    assert watch.conclude().status == "timed out"


def test_an_own_cell_does_not_wait_for_ever(monkeypatch):
    """As one does that asks to be last in the queue, where somebody else is always busy."""
    monkeypatch.setattr(CellClock, "advance", lambda *_: 0.0)
    kernel = StubKernel()
    limits = Limits(notebook_seconds=1)
    watch = Watch(kernel, limits, until=monotonic() + 60)
    watch.start()
    with watch.extra_cell(60):
        wait_for(lambda: kernel.ended)
    assert watch.conclude().status == "timed out"


def test_memory_that_the_system_refused_is_the_reason_of_the_end():
    watch = Watch(StubKernel(), Limits(memory_megabytes=1000), until=monotonic() + 60)
    assert watch.conclude() is None
    watch.meter.ran_out_of_memory = lambda: True
    assert watch.conclude() == Ending("out of memory", "more than 1,000 MB of memory were used")


@needs_sandbox
@pytest.mark.parametrize("name", ["read", "__init__"])
def test_a_notebook_without_a_watch_is_not_judged(course, monkeypatch, name):
    build_without_demonstrations(course)
    submit(autoencoders(course), AnswerSheet("student", "", "model", notebook="5_elbo"))

    def fails(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/proc")

    monkeypatch.setattr(SandboxMeter, name, fails)
    with Judge(autoencoders(course)) as judge:
        judgement = judge.judge(autoencoders(course).submission("student"), "5_elbo")
    judged = judgement.notebooks["5_elbo"]
    assert judged.status == "not judged"
    assert "Permission denied: '/proc'" in " ".join(judged.notes)
    assert "stopped after" not in " ".join(judged.notes)


# --------------------------------------------------------------------- what the system bounds


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("5.14.0-427.el9.x86_64", True),
        ("6.1.0-18-amd64", True),
        ("5.4.0-1", False),
        ("4.18.0", False),
        ("5.13.19", False),
        ("unknown", False),
    ],
)
def test_a_graders_own_processes_are_not_counted_by_old_kernels(monkeypatch, release, expected):
    assert counts_by_namespace(release) == expected
    monkeypatch.setattr("platform.release", lambda: release)
    assert ("RLIMIT_NPROC" in Limits().of_a_process()) == expected


def test_the_grader_may_have_more_files_on_their_way_than_students():
    code = (
        "import resource as r; from autograder.sandbox.limits import *\n"
        "_, hard = r.getrlimit(r.RLIMIT_NOFILE); r.setrlimit(r.RLIMIT_NOFILE, (OPEN_FILES, hard))\n"
        "allow_the_grader_more_files(); soft, _ = r.getrlimit(r.RLIMIT_NOFILE)\n"
        "assert soft > OPEN_FILES or hard <= OPEN_FILES, soft\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def delegated(root: Path, controllers: str) -> Path:
    """A tree of version 2, as a session of a user has it: the part above it is delegated."""
    group = root / "user.slice/app.slice/session.scope"
    group.mkdir(parents=True)
    (root / "cgroup.controllers").write_text("cpu memory pids\n")
    (root / "user.slice/app.slice/cgroup.subtree_control").write_text(controllers)
    own = root / "own"
    own.write_text("0::/user.slice/app.slice/session.scope\n")
    return own


def test_a_group_is_made_where_version_2_is_delegated(tmp_path):
    own = delegated(tmp_path, "cpu memory pids\n")
    group = ControlGroup(Limits(), tmp_path, own)
    (folder,) = group.folders
    assert folder.parent == tmp_path / "user.slice/app.slice"
    (folder / "cpu.stat").write_text("nr_periods 0\nusage_usec 2500000\nuser_usec 1\n")
    (folder / "memory.events").write_text("low 0\nmax 3\noom 1\noom_kill 0\noom_group_kill 0\n")
    assert group.processor_seconds() == 2.5
    assert not group.ran_out_of_memory()
    (folder / "memory.events").write_text("low 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 0\n")
    assert group.ran_out_of_memory()
    # A group above, or the machine, had no memory left: this one has not met its limit.
    (folder / "memory.events").write_text("low 0\nmax 0\noom 0\noom_kill 1\noom_group_kill 0\n")
    assert group.lost_a_process()
    assert not group.ran_out_of_memory()


def test_groups_of_graders_that_were_killed_are_removed_and_no_others(tmp_path):
    own = delegated(tmp_path, "cpu memory pids\n")
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    place = tmp_path / "user.slice/app.slice"
    empty, full = (place / f"autograder-{ended.pid}-0000000{number}" for number in (1, 2))
    alive, other = place / f"autograder-{os.getppid()}-00000003", place / f"autograder-{ended.pid}"
    for folder in (empty, full / "holds processes", alive, other):
        folder.mkdir(parents=True)
    group = ControlGroup(Limits(), tmp_path, own)
    assert [one.exists() for one in (empty, full, alive, other)] == [False, True, True, True]
    assert group.folders


@pytest.mark.parametrize("controllers", ["", "cpu", "cpu pids"])
def test_no_group_is_made_where_it_would_bound_nothing(tmp_path, controllers):
    assert ControlGroup(Limits(), tmp_path, delegated(tmp_path, controllers)).folders == []


def test_a_group_bounds_memory_and_processes_and_counts_time():
    group = ControlGroup(Limits(memory_megabytes=300, processes=20))
    if group.processor_seconds() is None:
        group.close()
        pytest.skip("the system gives no control group here")
    script = """
import os, sys
sys.stdin.read(1)
try:
    for _ in range(100):
        if os.fork() == 0: sys.stdin.read(); os._exit(0)
except BlockingIOError: print("no more", flush=True)
kept = b"x" * 400_000_000
print("nobody minds", flush=True)
"""
    running = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    group.add(running.pid)
    folders = list(group.folders)
    output, _ = running.communicate(b"!")
    try:
        assert output == b"no more\n"
        assert group.ran_out_of_memory()
        assert group.processor_seconds() > 0
    finally:
        group.close()
    assert not any(folder.exists() for folder in folders)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_verdicts_side_by_side_leave_the_filters_of_warnings_alone():
    before = list(warnings.filters)
    hidden = (
        "import time\nimport numpy as np\nfrom autograder.checking.verdict import Item, Verdict\n"
        "time.sleep(0.01)\nmean = np.mean([])\nVerdict('f', [Item('a mean', 1, np.isnan(mean))])"
    )
    with ThreadPoolExecutor(8) as pool:
        verdicts = [pool.submit(reach_verdict, hidden, str, "f", 1) for _ in range(40)]
    assert all(verdict.result().points == 1 for verdict in verdicts)
    assert warnings.filters == before
