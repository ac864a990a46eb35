"""The window's executable; with arguments it is the command line, as `parloop` from source."""

import multiprocessing

multiprocessing.freeze_support()

import sys  # noqa: E402 - freeze_support comes first

from parloop_gui.__main__ import main  # noqa: E402

sys.exit(main())
