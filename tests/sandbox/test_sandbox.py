"""The walls around student code, each with the others taken away, and what is said without them."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import nbformat
import psutil
import pytest

from autograder import inside
from autograder.course import Course, CourseError
from autograder.judging.execution import KernelEnded, Runner
from autograder.sandbox import starting as sandbox
from autograder.sandbox import warm_process
from autograder.sandbox.limits import Limits
from autograder.sandbox.starting import ACCOUNT, SandboxError, check_sandbox, start
from autograder.sandbox.student_kernel import SandboxedKernel, UnprotectedKernel
from autograder.sandbox.walls import inner_wall
from autograder.sandbox.warm_process import WarmProcess, WarmProcessEnded
from tests.conftest import ROOT, needs_sandbox

LIMITS = Limits()
# As nbgrader's is in /usr, which both walls show.
EXCHANGE = Path(sys.prefix, "share", "exchange of the tests")
COURSE = Course(ROOT, replace(Course(ROOT).settings, exchange=str(EXCHANGE)))

# Run with one wall only: what of the machine can be had, by name.
PROBE = """
import json, os, signal, socket, sys

targets = json.loads(sys.argv[1])
had = []

def attempt(name, function, *arguments):
    try:
        if function(*arguments) is not False:
            had.append(name)
    except OSError:
        pass

def connect(family, address):
    with socket.socket(family) as one:
        one.connect(address)

def append(path):
    with open(path, "ab"):
        pass

attempt("the course", os.listdir, targets["course"] + "/notebooks")
attempt("what others handed in", os.listdir, targets["exchange"] + "/inbound")
attempt("a secret", open, targets["secret"])
attempt("a port", connect, socket.AF_INET, ("127.0.0.1", targets["port"]))
attempt("an abstract socket", connect, socket.AF_UNIX, "\\0" + targets["abstract"])
attempt("a process", os.kill, targets["process"], 0)
attempt("processes", lambda: sum(name.isdigit() for name in os.listdir("/proc")) > 12)
attempt("the environment", lambda: b"CANARY" in open("/proc/1/environ", "rb").read())
attempt("the interpreter", append, sys.executable)
attempt("the library", append, os.__file__)
attempt("the system's library", append, "/usr/lib/hostile_was_here")
attempt("a setting", append, "/proc/sys/kernel/core_pattern")
attempt("a key of the system", append, "/proc/sysrq-trigger")
attempt("the system's devices", os.listdir, "/sys/devices")
attempt("a disk", os.mknod, "/tmp/disk", 0o60666, os.makedev(8, 0))
attempt("the checks", os.listdir, targets["checks"])
attempt("open files", lambda: any(
    os.readlink(f"/proc/self/fd/{name}").startswith("/") and not os.path.samefile(
        f"/proc/self/fd/{name}", "/dev/null") for name in ("3", "4", "5", "6", "7")))
print(json.dumps(had), file=sys.stderr)
"""


@pytest.fixture
def targets(tmp_path: Path) -> Iterator[dict]:
    """What a probe aims at."""
    (tmp_path / "secret").write_text("CANARY")
    abstract = f"probe-{os.getpid()}"
    (EXCHANGE / "inbound").mkdir(parents=True)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
        subprocess.Popen(["sleep", "1000"]) as victim,
    ):
        local.bind(f"\0{abstract}")
        local.listen()
        yield {
            "course": str(ROOT),
            "exchange": str(EXCHANGE),
            "checks": str(ROOT / "exercises"),
            "secret": str(tmp_path / "secret"),
            "port": server.getsockname()[1],
            "abstract": abstract,
            "process": victim.pid,
        }
        victim.kill()
    shutil.rmtree(EXCHANGE)


def with_the_outer_wall(program: list[str]) -> subprocess.Popen:
    return start(LIMITS, COURSE, program, errors=subprocess.PIPE)


def with_the_inner_wall(program: list[str]) -> subprocess.Popen:
    command = [*inner_wall(LIMITS, COURSE, from_outside=True), "--", *program]
    return subprocess.Popen(
        command, env={}, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def with_both(program: list[str]) -> subprocess.Popen:
    return start(
        LIMITS, COURSE, [*inner_wall(LIMITS, COURSE), "--", *program], errors=subprocess.PIPE
    )


def with_none(program: list[str]) -> subprocess.Popen:
    return subprocess.Popen(program, stderr=subprocess.PIPE, text=True)


def had(wall: Callable[[list[str]], subprocess.Popen], targets: dict) -> list[str]:
    process = wall([sys.executable, "-I", "-c", PROBE, json.dumps(targets)])
    _, told = process.communicate(timeout=60)
    return json.loads(told.splitlines()[-1])


@needs_sandbox
@pytest.mark.parametrize("wall", [with_the_outer_wall, with_the_inner_wall, with_both])
def test_each_wall_alone_keeps_the_machine_out_of_reach(wall, targets):
    assert had(wall, targets) == []


def test_the_probe_reaches_what_no_wall_is_around(targets):
    reached = had(with_none, targets)
    assert {
        "what others handed in",
        "the course",
        "a secret",
        "a port",
        "an abstract socket",
        "a process",
    } <= set(reached)


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess(LIMITS, COURSE)
    yield process
    process.close()


@needs_sandbox
def test_a_process_that_starts_kernels_has_ended_where_it_does_not_answer(monkeypatch):
    """On a busy machine a kernel can be gone before the process that took it along."""
    monkeypatch.setattr(warm_process, "ANSWER_SECONDS", 1)
    warm = WarmProcess(LIMITS, COURSE)
    try:
        warm.expect_life()
        for about_to_end in psutil.Process(warm.process.pid).children(recursive=True):
            about_to_end.suspend()
        with pytest.raises(WarmProcessEnded, match="the process that starts kernels has ended"):
            warm.expect_life()
        assert warm.has_ended
    finally:
        warm.close()


def numbers_of(kernel: SandboxedKernel) -> tuple[int, int]:
    """The numbers outside of a kernel's process and of the first one of its sandbox."""
    return kernel.kernel.number, kernel.sandbox.number


class Ran:
    """What cells printed in a kernel, and the kernel while it still ran."""

    def __init__(self, warm: WarmProcess, *cells: str, files: dict[str, str] | None = None):
        self.kernel = SandboxedKernel(warm, COURSE, LIMITS, files or {})
        self.seen = {}
        with Runner(LIMITS, COURSE).started_kernel(self.kernel, monotonic() + 120) as session:
            self.seen = {
                number: Path(f"/proc/{number}/status").read_text()
                for number in numbers_of(self.kernel)
            }
            self.printed = []
            for source in cells:
                cell = nbformat.v4.new_code_cell(source)
                session.client.nb = nbformat.v4.new_notebook(cells=[cell])
                session.execute(cell, 0)
                texts = [o.get("text") or "\n".join(o.get("traceback", [])) for o in cell.outputs]
                self.printed.append("".join(texts))


@needs_sandbox
def test_a_kernel_has_nothing_open_that_was_opened_outside(warm):
    ran = Ran(
        warm,
        "import os, stat\n"
        "for name in sorted(os.listdir('/proc/self/fd'), key=int):\n"
        "    if os.path.exists(f'/proc/self/fd/{name}'):\n"
        "        kind = os.stat(f'/proc/self/fd/{name}')\n"
        "        if stat.S_ISREG(kind.st_mode) or stat.S_ISDIR(kind.st_mode):\n"
        "            print(os.readlink(f'/proc/self/fd/{name}'))\n"
        "print(os.stat('/proc/self/fd/0').st_ino == os.stat('/dev/null').st_ino)\n",
        # Fonts that the warm process had open are opened anew.
        "from matplotlib import pyplot\nfigure = pyplot.figure()\n"
        "pyplot.title('a formula: $x^2$')\nfigure.canvas.draw()\nprint('drawn')",
    )
    assert [text.strip() for text in ran.printed] == ["True", "drawn"]


@needs_sandbox
def test_a_kernel_is_known_by_its_warden_and_is_nobody_outside(warm):
    ran = Ran(warm, "import os; print(os.getpid())")
    number, _ = numbers_of(ran.kernel)
    kernel = ran.seen[number]
    assert f"NSpid:\t{number}\t" in kernel
    assert kernel.partition("NSpid:")[2].splitlines()[0].split()[-1] == ran.printed[0].strip()
    expected = ACCOUNT if os.geteuid() == 0 else os.geteuid()
    for status in ran.seen.values():
        assert status.partition("Uid:")[2].splitlines()[0].split() == [str(expected)] * 4
    assert "CapEff:\t0000000000000000" in kernel


@needs_sandbox
def test_a_kernel_reaches_no_process_that_it_did_not_start(warm):
    """Those would be without its filters, and outside of its control group."""
    ran = Ran(
        warm,
        "import os, subprocess, time\n"
        "if os.fork() == 0:\n"
        "    subprocess.Popen(['true'])\n"
        "    os._exit(0)\n"
        "os.wait()\n"
        "time.sleep(2)  # until the orphan has ended, too\n"
        "for number in (name for name in os.listdir('/proc') if name.isdigit()):\n"
        "    state = open(f'/proc/{number}/stat').read().rpartition(')')[2].split()[0]\n"
        "    reached = []\n"
        "    for name, mode in (('mem', os.O_RDWR), ('environ', os.O_RDONLY)):\n"
        "        try: reached.append(os.open(f'/proc/{number}/{name}', mode) > 0)\n"
        "        except OSError: pass\n"
        "    name = open(f'/proc/{number}/comm').read().strip()\n"
        "    name = 'own' if int(number) == os.getpid() else name\n"
        "    print(name, state == 'Z', len(reached))\n",
    )
    assert sorted(ran.printed[0].splitlines()) == ["own False 2", "sh False 0", "sleep False 0"]


@needs_sandbox
def test_what_a_kernel_says_of_itself_is_not_believed(warm):
    forging = (
        "import os, socket\n"
        "for name in os.listdir('/proc/self/fd'):\n"
        "    try:\n"
        "        one = socket.socket(fileno=os.dup(int(name)))\n"
        "        one.setblocking(False)\n"
        "        for news in (b'{\"started\": true}', b'{\"ready\": true}', b'{\"exit\": 0}'):\n"
        "            socket.send_fds(one, [news], [os.pidfd_open(1), os.pidfd_open(1)])\n"
        "    except OSError: pass\n"
        "os.kill(os.getpid(), 11)\n"
    )
    kernel = SandboxedKernel(warm, COURSE, LIMITS, {})
    cell = nbformat.v4.new_code_cell(forging)
    with Runner(LIMITS, COURSE).started_kernel(kernel, monotonic() + 120) as session:
        before = numbers_of(kernel)
        session.client.nb = nbformat.v4.new_notebook(cells=[cell])
        with pytest.raises(KernelEnded, match="by signal 11"):
            session.execute(cell, 0)
        assert numbers_of(kernel) == before
        assert not kernel.is_running()


NAMES = [
    *("cmd", "code", "storemagic", "pdb", "secrets", "uuid", "sitecustomize", "usercustomize"),
    *("ipython_config", "ipython_kernel_config", "numpy", "IPython", "ipykernel", "pygments"),
    *("statistics", "dbm", "dbm/__init__", "autograder"),
]
NOTE = "open('/tmp/imported', 'a').write(__name__ + '\\n')\nraise SystemExit(1)\n"


def helpers(folder: Path) -> dict[str, str]:
    """Modules that note that they were imported and end whoever does it, and innocent ones."""
    for name in NAMES:
        path = folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(NOTE)
    (folder / "this.py").write_text("answer = 'theirs'")
    (folder / "own.py").write_text("import this; answer = this.answer")
    return {path.relative_to(folder).as_posix(): str(path) for path in folder.rglob("*.py")}


@needs_sandbox
def test_modules_beside_a_notebook_are_for_its_own_cells_only(warm, tmp_path):
    ran = Ran(
        warm,
        "from pathlib import Path\nprint(Path('/tmp/imported').exists())",
        "import own, sys, os\nprint(own.answer, sys.path[0] == os.getcwd())",
        # The library asks for a module of its own, which is not imported yet.
        "import shelve\nassert 'dbm' not in sys.modules\nshelve.open('/tmp/shelf').close()\n"
        "print(sys.modules['dbm'].__file__ != os.path.abspath('dbm.py'))",
        "1 / 0",
        "%timeit -n1 -r1 None",
        "print(Path('/tmp/imported').exists())",
        files=helpers(tmp_path),
    )
    assert ran.printed[0].strip() == "False"
    assert ran.printed[1].strip() == "theirs True"
    assert ran.printed[2].strip() == "True"
    assert "ZeroDivisionError" in ran.printed[3]
    assert ran.printed[5].strip() == "False"


def run_unprotected(source: str, files: dict[str, str]) -> str:
    """What a cell prints in a kernel without a sandbox."""
    kernel = UnprotectedKernel(COURSE, LIMITS, files)
    with Runner(LIMITS, COURSE).started_kernel(kernel, monotonic() + 120) as session:
        cell = nbformat.v4.new_code_cell(source)
        session.client.nb = nbformat.v4.new_notebook(cells=[cell])
        session.execute(cell, 0)
    return cell.outputs[0].text


def test_they_are_not_imported_where_there_is_no_sandbox_either(tmp_path):
    assert run_unprotected("import own\nprint(own.answer)", helpers(tmp_path)) == "theirs\n"


def test_without_a_sandbox_a_kernel_needs_no_connection_that_macos_has_not(monkeypatch):
    everywhere = socket.socketpair

    def as_on_macos(family=socket.AF_UNIX, kind=socket.SOCK_STREAM):
        if kind == socket.SOCK_SEQPACKET:
            raise OSError(43, "Protocol not supported")
        return everywhere(family, kind)

    monkeypatch.setattr(socket, "socketpair", as_on_macos)
    assert run_unprotected("print(1 + 1)", {}) == "2\n"


@needs_sandbox
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(40)",  # AF_VSOCK
        "socket.socket(38, socket.SOCK_SEQPACKET)",  # AF_ALG
        "socket.socket(2, socket.SOCK_STREAM, 132)",  # SCTP
        "socket.socket(16, socket.SOCK_RAW, 12)",  # netfilter's
        "os.memfd_create('x')",
        "os.unshare(0x10000000) if hasattr(os, 'unshare') else call('unshare', 0x10000000)",
        "call('semget', 0, 32000, 0o1600)",
        "call('msgget', 0, 0o1600)",
        "call('shmget', 0, 1000, 0o1600)",
        "call('ptrace', 0, 0, 0, 0)",
        "call('mount', b'none', b'/tmp', b'tmpfs', 0, 0)",
        "call('keyctl', 1, 0)",
        "call('vmsplice', os.pipe()[1], None, 0, 0)",
        "call('add_key', b'user', b'x', b'x', 1, -2)",
        "call('personality', 0x0040000)",  # without randomised addresses
        "fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), 1024, fcntl.F_WRLCK)",  # F_SETLEASE
        "fcntl.fcntl(os.open('/usr/bin', os.O_RDONLY), 1026, 1)",  # F_NOTIFY
        "fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)",
        "call('inotify_init1', 0)",
        "call('syncfs', os.open('/usr', os.O_RDONLY))",
    ],
)
def test_calls_that_no_notebook_needs_are_refused(warm, attempt):
    import pyseccomp

    numbers = {
        name: pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        for name in (
            *("semget", "msgget", "shmget", "ptrace", "mount", "keyctl", "add_key"),
            *("personality", "unshare", "vmsplice", "inotify_init1", "syncfs"),
        )
    }
    ran = Ran(
        warm,
        "import ctypes, errno, fcntl, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"numbers = {numbers}\n"
        "def call(name, *arguments):\n"
        "    if libc.syscall(numbers[name], *arguments) < 0:\n"
        "        raise OSError(ctypes.get_errno(), name)\n"
        f"try: print('done', {attempt})\n"
        "except OSError as error: print(errno.errorcode[error.errno])\n",
    )
    assert ran.printed[0].strip() == "ENOSYS"


@needs_sandbox
def test_what_notebooks_need_is_allowed(warm):
    ran = Ran(
        warm,
        "import asyncio, multiprocessing, socket, subprocess, sys, tempfile, threading\n"
        "import numpy as np\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    assert pool.map(abs, [-1, -2]) == [1, 2]\n"
        "queue = multiprocessing.Queue(); queue.put(1); assert queue.get() == 1\n"
        "threads = [threading.Thread(target=np.linalg.svd, args=[np.eye(50)]) for _ in range(4)]\n"
        "for one in threads: one.start()\n"
        "for one in threads: one.join()\n"
        "assert subprocess.check_output([sys.executable, '-c', 'print(3)']) == b'3\\n'\n"
        "with tempfile.NamedTemporaryFile() as file: np.save(file, np.eye(2))\n"
        "with socket.socket() as server:\n"
        "    server.bind(('127.0.0.1', 0))\n"
        "print('all of it')\n",
        "!echo a command",
    )
    assert [text.strip() for text in ran.printed] == ["all of it", "a command"]


@needs_sandbox
def test_a_missing_data_file_is_called_that(tmp_path):
    shutil.copy(ROOT / "course.toml", tmp_path)
    with pytest.raises(CourseError, match=r"mnist\.npz is missing"):
        check_sandbox(LIMITS, Course(tmp_path))


@needs_sandbox
def test_missing_safeguards_are_said_in_a_sentence(monkeypatch):
    with monkeypatch.context() as patch:
        patch.delattr(inside, "system_calls", raising=False)
        patch.setitem(sys.modules, "autograder.inside.system_calls", None)
        with pytest.raises(SandboxError, match="apt-get install libseccomp2"):
            check_sandbox(LIMITS, COURSE)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        with pytest.raises(SandboxError, match="runs on Linux only"):
            check_sandbox(LIMITS, COURSE)


@needs_sandbox
@pytest.mark.parametrize(
    ("folder", "shown"), [("/usr/src/app", "/usr"), (f"{sys.prefix}/course", sys.prefix)]
)
def test_no_course_lies_where_student_code_looks_for_python(folder, shown):
    with pytest.raises(SandboxError, match=f"lies inside {shown}, .*move the course"):
        inner_wall(LIMITS, Course(Path(folder), COURSE.settings))


@needs_sandbox
def test_an_interpreter_that_cannot_be_read_is_called_that(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/no-python")
    with pytest.raises(SandboxError, match=r"cannot start Python.*no-python.*chmod -R"):
        check_sandbox(LIMITS, COURSE)


@needs_sandbox
@pytest.mark.skipif(os.geteuid() != 0, reason="root's grader only")
def test_root_gives_student_code_to_nobody_or_stops(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "ACCOUNT", 0)
        with pytest.raises(SandboxError, match=r"must not run as root.*0 is that of root"):
            check_sandbox(LIMITS, COURSE)

    def refuse(process: int) -> None:
        raise PermissionError("not permitted")

    monkeypatch.setattr(sandbox, "_map_users", refuse)
    with pytest.raises(SandboxError, match=r"must not run as root.*not permitted"):
        check_sandbox(LIMITS, COURSE)
