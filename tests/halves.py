"""A case of many is tried on one of two databases, and so each test on both."""

from tests.breadth import half


def pytest_collection_modifyitems(config, items):
    """Leave every second case of a test to the other database; the drill tries each on both."""
    tests = {}
    for item in items:
        if is_shared(item):
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    elsewhere = set()
    for cases in tests.values():
        if len(cases) > 1:
            elsewhere |= {*cases} - {*half(cases)}
            for case in cases:
                case.add_marker("breadth")
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def is_shared(item):
    """Say whether a test tries cases that are alike on both databases; browsers ask one alone."""
    apart = ("plain", "browser", "java", "each_database")
    return hasattr(item, "callspec") and not any(map(item.get_closest_marker, apart))
