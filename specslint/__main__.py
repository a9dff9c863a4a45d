"""``python -m specslint``."""

import sys

from specslint.cli import main

sys.exit(main())
