"""Lets notebooks run side by side in this process, or one alone where it matters who does what."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Company:
    """Whose notebooks run now: those of many threads, or that of a single one."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.running = 0
        self.is_closed = False  # to all others, while one runs alone or waits for that

    @contextmanager
    def among_others(self) -> Iterator[None]:
        """Run the block beside others, once nobody runs alone."""
        with self.changed:
            self.changed.wait_for(lambda: not self.is_closed)
            self.running += 1
        try:
            yield
        finally:
            with self.changed:
                self.running -= 1
                self.changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Run the block once all others have come to their ends; nobody begins meanwhile."""
        with self.changed:
            self.changed.wait_for(lambda: not self.is_closed)
            self.is_closed = True
            self.changed.wait_for(lambda: not self.running)
        try:
            yield
        finally:
            with self.changed:
                self.is_closed = False
                self.changed.notify_all()
