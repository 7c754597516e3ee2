"""Runs the keeper by path, without the rest of the site.

`python -m discharge.embedded.keeper` would import `discharge` first and with it Celery: half a second at the start
of every command, and memory for as long as the services run, for nothing the keeper uses.
"""

import sys
import types
from pathlib import Path

if __name__ == "__main__":
    site = Path(__file__).resolve().parent.parent
    stand_in = types.ModuleType("discharge")
    stand_in.__path__ = [str(site)]
    sys.modules["discharge"] = stand_in
    sys.path[0] = str(site.parent)

    from discharge.embedded.keeper import main

    sys.exit(main())
