"""Entry point of the Python runtime: python3.X bootstrap.py."""

from brasa_runtime.runtime import main

if __name__ == "__main__":
    main()
