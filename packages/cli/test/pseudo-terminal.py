"""Runs a command on a pseudo-terminal of 80 columns, copies its output, and types Ctrl-C once the output has a word.

Usage: pseudo-terminal.py <word> <command>...
"""

import fcntl
import os
import pty
import struct
import sys
import termios

word, command = sys.argv[1].encode(), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
seen, typed = b"", False
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
    seen += chunk
    if not typed and word in seen:
        os.write(terminal, b"\x03")
        typed = True
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
