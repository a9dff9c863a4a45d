"""Run a program and print what it took; a process of its own that is as small as can be.

The kernel counts the peak memory of the process that starts a program towards that
program's. So nothing is imported here but what a bare interpreter has anyway.
"""

import os
import sys
import time


def main() -> None:
    """Print wall time, CPU time, the kernel's figure for peak memory, and the exit code."""
    null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(2)]
    # Errors go where the output goes; both were seen before, when it ran unmeasured.
    actions = [*null, (os.POSIX_SPAWN_DUP2, 1, 2)]
    words = sys.argv[1:]
    start = time.perf_counter()
    process = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss, code)


main()
