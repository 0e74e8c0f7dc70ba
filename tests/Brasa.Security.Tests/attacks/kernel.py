"""System calls that are not for functions. Harmless arguments: an open door would say so by its error."""
import ctypes
import errno
import mmap
import os
import platform
import socket

from tools import denied, first, libc, syscall


def trace_another_process(world):
    return denied("ptrace", 16, os.getppid(), 0, 0) or denied("ptrace", 0, 0, 0, 0)


def read_another_process(world):
    return first(denied(name, 1, 0, 0, 0, 0, 0) for name in ("process_vm_readv", "process_vm_writev", "kcmp", "move_pages"))


def take_a_descriptor_of_another_process(world):
    return denied("pidfd_getfd", -1, 0, 0)


def use_keyrings(world):
    return denied("keyctl", 0, -3, 0, 0, 0) or denied("add_key", 0, 0, 0, 0, -3) or denied("request_key", 0, 0, 0, 0)


def load_a_bpf_program(world):
    return denied("bpf", 0, 0, 0)


def watch_page_faults(world):
    """userfaultfd makes races in the kernel easy to win."""
    return denied("userfaultfd", 1)


def watch_the_processor(world):
    return denied("perf_event_open", 0, 0, -1, -1, 0)


def use_io_uring(world):
    return denied("io_uring_setup", 1, 0) or denied("io_uring_enter", 0, 0, 0, 0, 0)


def make_a_user_namespace(world):
    return denied("unshare", 0x10000000)


def make_other_namespaces(world):
    return first(denied("unshare", flag) for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x20000000, 0x40000000, 0x00000080))


def make_a_user_namespace_by_clone(world):
    """The flag must be refused by clone, and clone3, whose flags no filter can see, altogether."""
    if got := denied("clone3", 0, 0):
        return got
    number = 56 if platform.machine() == "x86_64" else 220
    for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
        ctypes.set_errno(0)
        pid = libc.syscall(ctypes.c_long(number), ctypes.c_long(flag | 17), 0, 0, 0, 0)
        if pid == 0:
            os._exit(0)
        if pid > 0:
            os.waitpid(pid, 0)
            return f"clone with {flag:x}"


def enter_another_namespace(world):
    for name in os.listdir("/proc/self/ns"):
        fd = os.open(f"/proc/self/ns/{name}", os.O_RDONLY)
        try:
            if got := denied("setns", fd, 0):
                return f"{name}: {got}"
        finally:
            os.close(fd)


def load_a_kernel_module(world):
    return denied("init_module", 0, 0, 0) or denied("finit_module", -1, 0, 0) or denied("delete_module", 0, 0)


def start_another_kernel(world):
    return denied("kexec_load", 0, 0, 0, 0) or denied("kexec_file_load", -1, -1, 0, 0, 0) or denied("reboot", 0, 0, 0, 0)


def set_the_clock(world):
    return denied("settimeofday", 0, 0) or denied("clock_settime", 0, 0)


def rename_the_host(world):
    return denied("sethostname", ctypes.c_char_p(b"x"), 1)


def read_the_kernel_log(world):
    return denied("syslog", 3, 0, 0)


def use_administrators_calls(world):
    return first(denied(name, 0, 0, 0, 0) for name in ("swapon", "quotactl", "acct", "vhangup", "fanotify_init", "lookup_dcookie"))


def use_ports_of_the_machine(world):
    return first(denied(name, 3, 0, 0) for name in ("iopl", "ioperm", "modify_ldt"))


def open_odd_sockets(world):
    """Rarely used protocols are where holes are found: AF_ALG, AF_VSOCK, AF_PACKET, AF_XDP, AF_TIPC, AF_BLUETOOTH, AF_CAN, SCTP, DCCP, ICMP …"""
    inet = [(socket.AF_INET, kind, protocol) for kind, protocol in (
        (socket.SOCK_RAW, 1), (socket.SOCK_RAW, 255), (socket.SOCK_DGRAM, 1), (socket.SOCK_STREAM, 132), (socket.SOCK_SEQPACKET, 132), (6, 33), (socket.SOCK_DGRAM, 136),
        (socket.SOCK_STREAM, 262), (socket.SOCK_DGRAM, 115), (socket.SOCK_SEQPACKET, 0), (6, 0), (10, 0))]
    netlink = [(16, socket.SOCK_RAW, protocol) for protocol in (4, 6, 9, 12, 15, 16, 21)]
    odd = [(family, kind, 0) for family in (3, 5, 9, 15, 17, 21, 23, 29, 30, 31, 32, 33, 35, 37, 38, 39, 40, 41, 42, 43, 44, 45) for kind in (1, 2, 3, 5)]
    for family, kind, protocol in odd + inet + netlink:
        try:
            socket.socket(family, kind, protocol).close()
            return f"socket({family}, {kind}, {protocol})"
        except OSError:
            pass


def change_the_network(world):
    """By netlink: a new interface, which would load modules and open ways out."""
    message = ctypes.create_string_buffer(64)
    # nlmsghdr: length, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, sequence, port; then an ifinfomsg
    import struct
    body = struct.pack("=IHHII", 32, 16, 0x405, 1, 0) + bytes(16)
    with socket.socket(16, socket.SOCK_RAW, 0) as netlink:
        netlink.settimeout(1)
        netlink.send(body)
        answer = netlink.recv(4096)
        error = struct.unpack_from("=i", answer, 16)[0]
    return None if error in (-errno.EPERM, -errno.EOPNOTSUPP) else f"netlink answered {error}"


def call_the_kernel_as_another_architecture(world):
    """Numbers mean other calls there; a filter that looks at numbers only lets them through. The kernel ends a process that tries."""
    if platform.machine() != "x86_64":
        os._exit(9)
    pid = os.fork()
    if pid == 0:
        # mov eax, 20 (getpid of i386); int 0x80; ret
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
        os._exit(1 if result > 0 else 0)
    _, status = os.waitpid(pid, 0)
    return "it was answered" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1 else None


def call_the_kernel_as_x32(world):
    if platform.machine() != "x86_64":
        return None
    pid = os.fork()
    if pid == 0:
        os._exit(1 if libc.syscall(ctypes.c_long(0x40000000 | 39)) > 0 else 0)
    _, status = os.waitpid(pid, 0)
    return "it was answered" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1 else None


def take_the_filter_off(world):
    """prctl and seccomp may add filters only."""
    libc.prctl(22, 0, 0, 0, 0)
    status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return None if status["Seccomp"].strip() == "2" and status["NoNewPrivs"].strip() == "1" else str(status)


def gain_capabilities(world):
    status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        if int(status[name], 16):
            return f"{name} {status[name]}"
    if libc.prctl(47, 2, 21, 0, 0) == 0:
        return "an ambient capability"
