"""``python -m specslint``."""

import sys

from specslint.start import main

sys.exit(main())
