"""Runs a program and prints its resource usage; a separate, minimal process.

The kernel counts the peak memory of the process that starts a program towards that
program's. So this module imports only what a bare interpreter has loaded anyway.
"""

import os
import sys
import time


def main() -> None:
    """Print wall time, CPU time, the kernel's value of peak memory, and the exit code."""
    null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(2)]
    # Errors go where the output goes; both were visible in the unmeasured run before.
    actions = [*null, (os.POSIX_SPAWN_DUP2, 1, 2)]
    words = sys.argv[1:]
    start = time.perf_counter()
    process = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss, code)


main()
