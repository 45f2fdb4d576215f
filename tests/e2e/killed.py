"""Fetches addresses into an archive while it is killed again and again: `python -m tests.e2e.killed DIR SEED KILLS URL...`

It forks, as a fresh interpreter for every kill would take longer than the fetching. KILLS 0 fetches without a kill. Prints
how many processes were killed before they were done.
"""

import os
import random
import signal
import sys
import time

from extract.acquire.archive import Archive
from extract.acquire.client import Client
from extract.acquire.errors import FetchError
from extract.acquire.settings import FetchSettings

SETTINGS = FetchSettings(allow_private=True, delay_s=0, retries=0)


def fetch(directory: str, urls: list[str], opened: int | None = None) -> None:
    """One run over all addresses, gone on with where it was killed; `opened` is told when the archive is open."""
    with Archive(directory, "một lượt") as archive, Client(SETTINGS, archive) as client:
        if opened is not None:
            os.write(opened, b".")
        for url in urls:
            try:
                client.get(url)
            except FetchError as error:
                print(error, file=sys.stderr)


def main(directory: str, seed: int, kills: int, urls: list[str]) -> None:
    """Kill `kills` processes at random moments, then let one finish."""
    chance = random.Random(seed)
    killed = 0
    for _ in range(kills):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            fetch(directory, urls, writer)
            os._exit(0)
        os.close(writer)
        if chance.random() < 0.8:  # the others are killed while they open the archive
            os.read(reader, 1)
        time.sleep(chance.uniform(0, 0.02))
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    fetch(directory, urls)
    print(killed)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
