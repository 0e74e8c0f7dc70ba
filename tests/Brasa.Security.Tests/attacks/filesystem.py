"""Reading and writing what is not the function's own."""
import ctypes
import os
import stat

from tools import denied, first, libc, read, syscall, write


def read_secrets_of_the_host(world):
    return first(read(path) for path in ("/etc/shadow", "/etc/gshadow", "/etc/machine-id", world["secret"]))


def read_the_server_s_data(world):
    return first(read(os.path.join(world["data"], name)) for name in ("brasa.db", "lock", "brasa.db-wal"))


def list_the_server_s_directories(world):
    for path in (world["data"], world["data"] + "/code", world["data"] + "/logs", "/run/brasa", "/var/lib/brasa", "/home"):
        try:
            if os.listdir(path):
                return f"{path}: {os.listdir(path)}"
        except OSError:
            pass


def leave_through_dot_dot(world):
    return first(read("/var/task/" + "../" * 12 + path.lstrip("/")) for path in ("/etc/shadow", world["secret"]))


def leave_through_proc_root(world):
    return first(read(f"/proc/{pid}/root/{path}") for pid in (1, os.getpid(), os.getppid()) for path in ("etc/shadow", world["secret"].lstrip("/")))


def leave_through_proc_cwd(world):
    return first(read(f"/proc/{pid}/cwd/" + "../" * 12 + world["secret"].lstrip("/")) for pid in (1, os.getpid()))


def leave_through_an_open_descriptor(world):
    """What the container runtime holds open while it starts must not be left open."""
    for fd in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{fd}")
            if os.path.isdir(f"/proc/self/fd/{fd}") and not target.startswith("/proc/"):
                return f"{fd} -> {target}"
            if got := read(f"/proc/self/fd/{fd}/../../../../../../{world['secret']}"):
                return got
        except OSError:
            pass


def open_by_handle(world):
    """The escape known as shocker: files by number, wherever they are mounted."""
    return denied("open_by_handle_at", -100, 0, 0)


def find_a_symlink_out(world):
    os.symlink(world["secret"], "/tmp/out")
    os.symlink("/proc/1/root", "/tmp/root")
    return read("/tmp/out") or read("/tmp/root" + world["secret"])


def write_outside_tmp(world):
    return first(write(os.path.join(path, "planted")) for path in
                 ("/", "/var/task", "/var/runtime", "/var/lang", "/opt", "/etc", "/usr/lib", "/usr/bin", "/bin", "/home", "/root", "/run", "/dev", "/var/tmp", "/sys"))


def overwrite_the_code(world):
    return write("/var/task/index.py") or write("/var/runtime/bootstrap.py") or write("/usr/bin/python3")


def make_the_code_writable(world):
    for path in ("/var/task", "/var/task/index.py", "/var/runtime", "/tmp/.."):
        try:
            os.chmod(path, 0o777)
            return f"chmod of {path}"
        except OSError:
            pass


def take_the_code_over(world):
    for path in ("/var/task/index.py", "/usr/bin/python3", "/etc/passwd"):
        try:
            os.chown(path, os.getuid(), os.getgid())
            return f"chown of {path}"
        except OSError:
            pass


def remount_read_write(world):
    MS_REMOUNT, MS_BIND = 32, 4096
    return first(denied("mount", ctypes.c_char_p(b"none"), ctypes.c_char_p(path), 0, MS_REMOUNT | MS_BIND, 0) for path in (b"/", b"/var/task", b"/proc/sys", b"/usr"))


def mount_something(world):
    return first(denied("mount", ctypes.c_char_p(b"x"), ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(kind), 0, 0) for kind in (b"proc", b"sysfs", b"tmpfs", b"cgroup", b"cgroup2", b"overlay", b"ext4"))


def unmount_what_masks(world):
    return first(denied("umount2", ctypes.c_char_p(path), 2) for path in (b"/proc/kcore", b"/proc/sys", b"/proc", b"/tmp", b"/var/task"))


def mount_with_the_new_calls(world):
    return denied("open_tree", -100, ctypes.c_char_p(b"/"), 1) or denied("fsopen", ctypes.c_char_p(b"proc"), 0) \
        or denied("move_mount", 3, ctypes.c_char_p(b""), -100, ctypes.c_char_p(b"/tmp"), 4) or denied("mount_setattr", -100, ctypes.c_char_p(b"/"), 0, 0, 0)


def change_the_root(world):
    return denied("chroot", ctypes.c_char_p(b"/tmp")) or denied("pivot_root", ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(b"/tmp"))


def make_a_device(world):
    """The disks, the memory and the console of the host, by number."""
    for name, major, minor in (("mem", 1, 1), ("kmsg", 1, 11), ("sda", 8, 0), ("vda", 254, 0), ("loop0", 7, 0), ("tty", 4, 0), ("kvm", 10, 232), ("fuse", 10, 229)):
        for kind in (stat.S_IFBLK, stat.S_IFCHR):
            try:
                os.mknod(f"/tmp/{name}{kind}", kind | 0o666, os.makedev(major, minor))
                return f"made {name}"
            except OSError:
                pass


def open_a_device(world):
    harmless = {"null", "zero", "full", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr", "core", "ptmx", "pts", "shm", "mqueue", "console"}
    if odd := set(os.listdir("/dev")) - harmless:
        return str(odd)
    return first(read(f"/dev/{name}") for name in ("mem", "kmem", "kmsg", "port", "sda", "vda", "loop0", "loop-control", "kvm", "fuse", "net/tun", "vhost-net"))


def change_the_kernel_s_settings(world):
    return first(write(path, text) for path, text in (
        ("/proc/sys/kernel/core_pattern", "|/tmp/x"), ("/proc/sys/kernel/hostname", "x"), ("/proc/sys/kernel/modprobe", "/tmp/x"), ("/proc/sys/vm/drop_caches", "1"),
        ("/proc/sys/net/ipv4/ip_forward", "1"), ("/proc/sys/kernel/panic", "1"), ("/proc/sys/fs/binfmt_misc/register", ":x:"), ("/proc/sysrq-trigger", "h"),
        ("/proc/sys/kernel/randomize_va_space", "0"), ("/proc/sys/user/max_user_namespaces", "9")))


def read_the_kernel_s_memory(world):
    return first(read(path) for path in ("/proc/kcore", "/proc/kmsg", "/proc/keys", "/proc/sched_debug", "/proc/timer_list", "/proc/kallsyms_", "/sys/kernel/notes", "/sys/firmware/acpi/tables/FACP"))


def read_addresses_of_the_kernel(world):
    symbols = read("/proc/kallsyms", 4000) or ""
    return next((line for line in symbols.splitlines()[:-1] if not line.startswith("0000000000000000")), None)


def watch_the_machine_s_pressure(world):
    """Each watch costs memory and time of the kernel's, and of no control group."""
    return first(write(f"/proc/pressure/{kind}", "some 500000 2000000") for kind in ("cpu", "memory", "io"))


def write_to_the_control_groups(world):
    return first(write(path) for path in (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
        "/sys/fs/cgroup/memory/release_agent", "/proc/self/oom_score_adj_", "/proc/1/cgroup"))


def raise_limits_by_oom_score(world):
    """An attacker who makes itself unkillable lets the kernel choose somebody else."""
    return write("/proc/self/oom_score_adj", "-1000")


def load_a_program_with_rights_of_root(world):
    """A set-user-id file, one's own or the host's, must not bring its owner's rights."""
    for path in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/newuidmap", "/usr/bin/sudo"):
        if os.path.exists(path) and not os.statvfs(path).f_flag & os.ST_NOSUID:
            return f"{path} may bring rights"
    if not os.statvfs("/tmp").f_flag & os.ST_NOSUID:
        return "/tmp may bring rights"
    if libc.prctl(39, 0, 0, 0, 0) != 1:
        return "new privileges are allowed"


def become_root(world):
    for change in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.setresuid(0, 0, 0)):
        try:
            change()
            return "changed"
        except OSError:
            pass


def see_the_tmp_of_others(world):
    """Every sandbox has a /tmp of its own: the neighbour wrote its name into it."""
    return str(os.listdir("/tmp")) if any(name.startswith("neighbour") for name in os.listdir("/tmp")) else None


def fill_the_disk(world):
    """/tmp ends at its size, whatever is written where and how."""
    written = 0
    try:
        with open("/tmp/full", "wb", buffering=0) as file:
            while written < 1 << 30:
                written += file.write(b"x" * (4 << 20))
    except OSError:
        pass
    os.remove("/tmp/full")
    return f"wrote {written >> 20} MiB" if written > 520 << 20 else None


def use_up_inodes(world):
    made = 0
    os.mkdir("/tmp/many")
    try:
        while made < 50_000:
            os.symlink("x", f"/tmp/many/{made}")
            made += 1
    except OSError:
        return None
    return f"made {made} files"


def make_a_file_larger_than_the_disk(world):
    """A sparse file of a terabyte costs nothing to make and fills a disk when it is copied."""
    import resource
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with open("/tmp/sparse", "wb") as file:
            file.truncate(1 << 40)
        return f"made a file of {os.path.getsize('/tmp/sparse')} bytes"
    except OSError:
        return None
