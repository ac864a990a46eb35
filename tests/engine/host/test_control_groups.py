"""What containers leave a process: read from made-up hierarchies of both versions, and from a real one as root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.host.control_groups import ControlGroups, usable_cores

CPU_V1 = Path("/sys/fs/cgroup/cpu")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    return tmp_path / "proc"


def version_2(proc: Path, path: str, root: str = "/") -> Path:
    """A process in that group of version 2's one hierarchy; returns where it is mounted."""
    point = proc.parent / "fs"
    put(proc / "cgroup", f"0::{path}")
    put(proc / "mountinfo", f"30 23 0:26 {root} {point} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate")
    return point


def version_1(proc: Path, path: str) -> Path:
    """A process in that group of version 1's hierarchies for CPU and memory."""
    fs = proc.parent / "fs"
    put(proc / "cgroup", f"5:memory:{path}\n4:cpu,cpuacct:{path}\n0::/")
    lines = [
        f"31 23 0:27 / {fs / 'memory'} rw - cgroup cgroup rw,memory",
        f"32 23 0:28 / {fs / 'cpu'} rw - cgroup cgroup rw,cpu,cpuacct",
    ]
    put(proc / "mountinfo", "\n".join(lines))
    return fs


def test_that_a_quota_of_version_2_is_cores_per_second(proc: Path) -> None:
    put(version_2(proc, "/app") / "app" / "cpu.max", "50000 100000")
    assert ControlGroups(proc).cpu_quota() == 0.5


def test_that_the_tightest_of_nested_groups_counts(proc: Path) -> None:
    point = version_2(proc, "/outer/inner")
    put(point / "outer" / "cpu.max", "100000 100000")
    put(point / "outer" / "inner" / "cpu.max", "150000 100000")
    assert ControlGroups(proc).cpu_quota() == 1.0


def test_that_no_quota_is_none(proc: Path) -> None:
    put(version_2(proc, "/app") / "app" / "cpu.max", "max 100000")
    assert ControlGroups(proc).cpu_quota() is None
    assert ControlGroups(proc).throttled_s() is None


def test_that_inside_a_container_the_mount_shows_its_own_part(proc: Path) -> None:
    put(version_2(proc, "/docker/1234", root="/docker/1234") / "cpu.max", "25000 100000")
    assert ControlGroups(proc).cpu_quota() == 0.25


def test_that_a_quota_of_version_1_is_read_from_its_own_hierarchy(proc: Path) -> None:
    group = version_1(proc, "/app") / "cpu" / "app"
    put(group / "cpu.cfs_quota_us", "150000")
    put(group / "cpu.cfs_period_us", "100000")
    put(group / "cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 2500000000")
    groups = ControlGroups(proc)
    assert (groups.cpu_quota(), groups.throttled_s()) == (1.5, 2.5)


def test_that_version_1_without_a_quota_is_none(proc: Path) -> None:
    group = version_1(proc, "/app") / "cpu" / "app"
    put(group / "cpu.cfs_quota_us", "-1")
    put(group / "cpu.cfs_period_us", "100000")
    assert ControlGroups(proc).cpu_quota() is None


def test_that_memory_is_limited_by_the_tightest_group_and_a_huge_number_is_no_limit(proc: Path) -> None:
    fs = version_1(proc, "/app")
    put(fs / "memory" / "memory.limit_in_bytes", "9223372036854771712")
    assert ControlGroups(proc).memory_limit_bytes() is None
    put(fs / "memory" / "app" / "memory.limit_in_bytes", "536870912")
    assert ControlGroups(proc).memory_limit_bytes() == 536870912


def test_that_throttling_of_version_2_is_told_in_seconds(proc: Path) -> None:
    point = version_2(proc, "/app")
    put(point / "app" / "cpu.max", "50000 100000")
    put(point / "app" / "cpu.stat", "usage_usec 9\nthrottled_usec 1500000")
    assert ControlGroups(proc).throttled_s() == 1.5


def test_that_where_there_are_no_groups_nothing_is_limited(tmp_path: Path) -> None:
    groups = ControlGroups(tmp_path / "nowhere")
    assert (groups.cpu_quota(), groups.memory_limit_bytes(), groups.throttled_s()) == (None, None, None)


@pytest.mark.parametrize(("quota", "cores"), [("50000", 1), ("100000", 1), ("150000", 2), ("900000", 4)])
def test_that_a_part_of_a_core_feeds_one_worker_more_and_never_more_than_there_are(
    proc: Path, quota: str, cores: int
) -> None:
    put(version_2(proc, "/app") / "app" / "cpu.max", f"{quota} 100000")
    assert usable_cores(4, ControlGroups(proc)) == cores


@pytest.fixture
def real_group() -> Iterator[Path]:
    """A group of this machine's own version 1 hierarchy."""
    if os.name != "posix" or os.geteuid() != 0 or not os.access(CPU_V1 / "cpu.cfs_quota_us", os.R_OK):
        pytest.skip("needs to be root where version 1 of control groups is mounted")
    group = CPU_V1 / f"parloop-test-{os.getpid()}"
    group.mkdir()
    yield group
    group.rmdir()


@pytest.mark.slow
@pytest.mark.parametrize("quota", [0.5, 1.0, 1.5])
def test_that_a_real_quota_is_seen_by_a_process_under_it(real_group: Path, quota: float) -> None:
    (real_group / "cpu.cfs_quota_us").write_text(str(int(quota * 100_000)))
    ask = "from parloop_gui.engine.host.control_groups import ControlGroups; print(ControlGroups().cpu_quota())"
    join = f"import os; open({str(real_group / 'cgroup.procs')!r}, 'w').write(str(os.getpid())); {ask}"
    ran = subprocess.run([sys.executable, "-c", join], capture_output=True, text=True, check=True)
    assert float(ran.stdout) == quota


@pytest.mark.slow
def test_that_an_interpreter_under_a_quota_says_so_few_cores(real_group: Path) -> None:
    (real_group / "cpu.cfs_quota_us").write_text("50000")
    ask = "from parloop_gui.engine.host.environment import cores; print(cores())"
    join = f"import os; open({str(real_group / 'cgroup.procs')!r}, 'w').write(str(os.getpid())); {ask}"
    ran = subprocess.run([sys.executable, "-c", join], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "1"


@pytest.mark.slow
def test_that_a_run_under_a_quota_tells_how_long_it_was_held_back(real_group: Path) -> None:
    (real_group / "cpu.cfs_quota_us").write_text("10000")  # little: a busy machine would not let it use up more
    ask = """
import time
from parloop_gui.engine.supervisor.noise import Before, ReferenceLoop, noise
before, end = Before.now(set(), ReferenceLoop()), time.monotonic() + 1.5
while time.monotonic() < end:
    pass
print(noise(before, None, 0.0, None, None).throttled_s)
"""
    join = f"import os; open({str(real_group / 'cgroup.procs')!r}, 'w').write(str(os.getpid()))\n{ask}"
    ran = subprocess.run([sys.executable, "-c", join], capture_output=True, text=True, check=True)
    assert 0.3 < float(ran.stdout) < 1.5 * (os.cpu_count() or 1) + 1.0  # added up over cores
