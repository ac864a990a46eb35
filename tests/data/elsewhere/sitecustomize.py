"""Takes away from every Python of the engine what only Linux has; found by PYTHONPATH, before anything else runs.

The app and pytest keep it: psutil would take this for a Mac.
"""

import os
import sys

if not {"parloop_gui", "pytest"} & {*sys.orig_argv, *map(os.path.basename, sys.orig_argv)}:
    import sysconfig

    os.environ["_PYTHON_SYSCONFIGDATA_NAME"] = sysconfig._get_sysconfigdata_name()  # a file that goes by the platform
    sys.platform = "darwin"
    for name in ("fork", "forkpty", "pidfd_open", "sched_getaffinity", "sched_setaffinity", "posix_fallocate", "preadv"):
        if hasattr(os, name):
            delattr(os, name)
    from multiprocessing import context

    for name in ("fork", "forkserver"):
        context._concrete_contexts.pop(name, None)
    context._default_context = context.DefaultContext(context._concrete_contexts["spawn"])
    context.DefaultContext.get_all_start_methods = lambda self: ["spawn"]
    import multiprocessing

    for name in multiprocessing.__all__:
        if hasattr(context._default_context, name):
            setattr(multiprocessing, name, getattr(context._default_context, name))
