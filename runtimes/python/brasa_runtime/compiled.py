"""Finds the function's modules compiled, where that was done when it was published: beside its code, not in it."""

import _frozen_importlib_external as _importlib
import marshal
import os
import sys

_DIRECTORY = "/var/compiled"
_HEADER = 16


def _is_filled(directory):
    try:
        return bool(os.listdir(directory))
    except OSError:
        return False


def install(root, directory=_DIRECTORY):
    if sys.flags.optimize or not _is_filled(directory):
        return
    prefix = root.rstrip("/") + "/"

    class Loader(_importlib.SourceFileLoader):
        def get_code(self, fullname):
            try:
                data = self.get_data("%s/%sc" % (directory, self.path[len(prefix) :]))
            except OSError:
                return super().get_code(fullname)
            if data[:4] != _importlib.MAGIC_NUMBER:
                return super().get_code(fullname)  # by another release of the interpreter
            return marshal.loads(memoryview(data)[_HEADER:])

    find = _importlib.FileFinder.path_hook(*[
        (Loader if loader is _importlib.SourceFileLoader else loader, suffixes) for loader, suffixes in _importlib._get_supported_file_loaders()
    ])

    def find_in_root(path):
        if not (path + "/").startswith(prefix):
            raise ImportError("not the function's own")
        return find(path)

    sys.path_hooks.insert(0, find_in_root)
