"""`make licences`: name, version and licence of every package that the images install."""

import sys
from importlib.metadata import PackageNotFoundError, distribution

from tests.security.test_supply_chain import DEPLOYED, bundled_licences, pins, told_licence


def main() -> int:
    """Prints one line per package, sorted; packages for other systems are left out."""
    for name in sorted({name for path in DEPLOYED for name in pins(path)}):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        bundled = sorted(set(bundled_licences(found)))
        told = " | ".join(dict.fromkeys(part for part in told_licence(found).split(" | ") if part))
        print(f"{name:32} {found.version:14} {told}{' + bundled: ' + ', '.join(bundled) if bundled else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
