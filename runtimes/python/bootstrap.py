"""Entry point of the Python runtime: python3.X -S bootstrap.py."""

import os
import site
import sys


def _find_installed_packages():
    """What importing `site` does without -S, but for the .pth files of this machine's packages, some of which import half a library."""
    if "PYTHONPATH" in os.environ:
        site.main()  # there may be a sitecustomize, which is the function's own
        return
    sys.path += [directory for directory in site.getsitepackages() if os.path.isdir(directory)]
    site.setquit()
    site.setcopyright()
    site.sethelper()


if __name__ == "__main__":
    _find_installed_packages()

    from brasa_runtime.runtime import main

    main()
