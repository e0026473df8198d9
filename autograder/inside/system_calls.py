"""Seccomp filters: student code may make the system calls of a list, and no others.

The list is allowed_calls.txt, which also says what is left out of it, and why.
"""

import errno
import re
from functools import cache
from pathlib import Path

import pyseccomp

# What is not allowed does not exist: programs then fall back on what older systems have.
REFUSE = pyseccomp.ERRNO(errno.ENOSYS)
CONDITION = re.compile(r"(\d) (?:& (\w+) )?= (\w+)")


@cache
def filters() -> tuple[pyseccomp.SyscallFilter, ...]:
    """The filters to load, in order.

    A call must pass them all. Calls of other sets than the machine's own (32 bits, x32) pass none.
    """
    allowed = pyseccomp.SyscallFilter(REFUSE)
    refused = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for one in (refused, allowed):
        one.set_attr(pyseccomp.Attr.ACT_BADARCH, REFUSE)
    for line in Path(__file__).with_name("allowed_calls.txt").read_text().splitlines():
        rule, _, conditions = line.partition("#")[0].partition(" if ")
        is_refusal = rule.startswith("not ")
        arguments = [_argument(*found) for found in CONDITION.findall(conditions)]
        for name in rule.removeprefix("not ").split():
            number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
            if number < 0:  # this machine has no such call, or the library does not know it
                continue
            if is_refusal:
                refused.add_rule(REFUSE, number, *arguments)
            else:
                allowed.add_rule(pyseccomp.ALLOW, number, *arguments)
    return refused, allowed


def _argument(index: str, mask: str, value: str) -> pyseccomp.Arg:
    if mask:
        return pyseccomp.Arg(int(index), pyseccomp.MASKED_EQ, int(mask, 0), int(value, 0))
    return pyseccomp.Arg(int(index), pyseccomp.EQ, int(value, 0))
