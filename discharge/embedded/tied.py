"""Become another program, tied to the process that asked: when that one dies, so does this.

Run by path with `python -I -S`, so that it costs some 20 ms and depends on nothing:

    tied.py PARENT SIGNAL IDENTITY PROGRAM [ARGUMENT...]

PARENT is the process to be tied to, SIGNAL the number of the signal to be ended with, and IDENTITY one of
- `self`: as whoever runs it;
- `namespace:UID`: in a user namespace in which we look like UID. PostgreSQL refuses to run as root; this way
  it works on root's files without another account or any change of permissions;
- `user:UID:GID`: as that user and group, which takes root.

The tie is Linux's; elsewhere the program runs without it and its starter alone ends it.
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def become(identity: str) -> None:
    kind, _, numbers = identity.partition(":")
    if kind == "namespace":
        enter_namespace(int(numbers))
    elif kind == "user":
        uid, gid = (int(number) for number in numbers.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def enter_namespace(uid: int) -> None:
    outside_uid, outside_gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"a user namespace was refused: {os.strerror(number)}")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outside_uid} 1"),
        ("gid_map", f"{uid} {outside_gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def tie(parent: int, signal_number: int) -> None:
    if sys.platform != "linux":
        return
    # After the change of identity, which would undo it.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # it died before we were tied
        sys.exit(1)


def main(arguments: list[str]) -> None:
    parent, signal_number, identity, *program = arguments
    try:
        become(identity)
    except OSError as error:
        sys.exit(f"Could not become {identity}: {error}")
    tie(int(parent), int(signal_number))
    os.execv(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
