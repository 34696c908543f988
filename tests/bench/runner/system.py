"""What /proc and the limits say; everything that knows the machine."""

import os
import pathlib
import platform
import resource
import shutil
import subprocess

DESCRIPTORS_NEEDED = 12_000


def raise_descriptor_limit() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def missing(options) -> list[str]:
    """Everything that keeps the benchmark from running, with what to do about it."""
    problems = []
    for name in ("beaver-bench-upstream", "beaver-bench-load"):
        if not (options.bin_dir / name).exists():
            problems.append(f"{name} is not in {options.bin_dir}; build it (cmake --build --preset release) or give --bin-dir")
    if not options.without_beaver and not (options.beaver_bin_dir / "beaverd").exists():
        problems.append(f"beaverd is not in {options.beaver_bin_dir}; build it, or give --without-beaver to calibrate only")
    if not shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"):
        problems.append("nginx is not installed (Debian: nginx-light)")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < DESCRIPTORS_NEEDED:
        problems.append(f"ulimit -n can't be raised beyond {hard}; {DESCRIPTORS_NEEDED} are needed")
    for entry in options.env:
        if "=" not in entry:
            problems.append(f"--env takes NAME=VALUE, not '{entry}'")
    return problems


def children(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children(int(child))
    return found


def resident_kb(pids: list[int]) -> int:
    total = 0
    for pid in pids:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total


def busy_seconds() -> float:
    """CPU time that all programs of this machine have used."""
    fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system_, _idle, _wait, irq, soft_irq = map(int, fields[:7])
    return (user + nice + system_ + irq + soft_irq) / os.sysconf("SC_CLK_TCK")


def pin(pid: int, cpus: set[int]) -> None:
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), cpus)


def describe(options) -> dict[str, str]:
    def output(*command: str) -> str:
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=10)
            return (done.stdout + done.stderr).strip().splitlines()[0]
        except (OSError, IndexError, subprocess.TimeoutExpired):
            return "unknown"

    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return {
        "cpu": f"{os.cpu_count()} × {model}",
        "kernel": platform.release(),
        "nginx": output(shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin") or "nginx", "-v"),
        "beaverd": "none" if options.without_beaver else output(str(options.beaver_bin_dir / "beaverd"), "--version"),
        "load_before": " ".join(pathlib.Path("/proc/loadavg").read_text().split()[:3]),
        "pinned": str(options.pin).lower(),
        "mode": "quick" if options.quick else "full",
    }
