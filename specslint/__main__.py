"""Entry point of ``python -m specslint``."""

import sys

from specslint.cli.start import main

sys.exit(main())
