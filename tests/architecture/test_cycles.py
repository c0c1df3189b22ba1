"""No module imports itself by a detour; imports inside functions count."""

from pathlib import Path

from house import Module, list_imports, read_house, read_tree, write_tree


def find_cycles(modules: dict[str, Module]) -> list[tuple[str, ...]]:
    """Each group of modules that reach one another, sorted; empty when the imports form a tree.

    A package's `__init__` runs before its modules, so importing `a.b` also reaches `a`, unless the importer is in `a`.
    """
    edges = {name: _reached(module, modules) for name, module in modules.items()}
    return sorted(
        tuple(sorted(group)) for group in _strong_groups(edges) if len(group) > 1 or group[0] in edges[group[0]]
    )


def _reached(module: Module, modules: dict[str, Module]) -> set[str]:
    found = set()
    for target, _, _ in list_imports(module, modules):
        parts = target.split(".")
        for depth in range(1, len(parts) + 1):
            package = ".".join(parts[:depth])
            is_above = module.name == package or module.name.startswith(package + ".")
            if package in modules and (package == target or not is_above):
                found.add(package)
    return found


def _strong_groups(edges: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected groups, by walking the graph forward and then backward (Kosaraju)."""
    order: list[str] = []
    _walk(edges, list(edges), order)
    backward: dict[str, set[str]] = {name: set() for name in edges}
    for name, targets in edges.items():
        for target in targets:
            backward[target].add(name)
    groups = []
    seen: set[str] = set()
    for name in reversed(order):
        if name not in seen:
            group: list[str] = []
            _walk(backward, [name], group, seen)
            groups.append(group)
    return groups


def _walk(edges: dict[str, set[str]], starts: list[str], order: list[str], seen: set[str] | None = None) -> None:
    seen = set() if seen is None else seen
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(sorted(edges[start])))]
        while stack:
            name, targets = stack[-1]
            target = next((one for one in targets if one not in seen), None)
            if target is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(sorted(edges[target]))))


def test_no_import_cycles() -> None:
    """The application's modules form no circle."""
    assert find_cycles(read_house()) == []


def test_a_deferred_cycle_is_caught(tmp_path: Path) -> None:
    """A circle closed by an import inside a function, or by a module's name in a string, is a circle."""
    tree = write_tree(
        tmp_path,
        {
            "house/__init__.py": "",
            "house/one.py": "from house import two\n",
            "house/two.py": "from house.three import thing\n",
            "house/three.py": "thing = 1\n\ndef late():\n    from .one import other\n",
            "house/main.py": "import importlib\n\ndef run(x):\n    importlib.import_module(f'house.orders.{x}')\n",
            "house/orders/__init__.py": "",
            "house/orders/add.py": "from house.main import run\n",
            "house/alone.py": "import house.three\n",
        },
    )
    assert find_cycles(read_tree(tree)) == [
        ("house.main", "house.orders.add"),
        ("house.one", "house.three", "house.two"),
    ]


def test_a_package_that_imports_its_modules_is_no_cycle(tmp_path: Path) -> None:
    """`__init__` may import its own modules, and they each other, as long as none reaches back."""
    tree = write_tree(
        tmp_path,
        {
            "house/__init__.py": "from house.one import thing\n",
            "house/one.py": "from house.two import thing\n",
            "house/two.py": "thing = 1\n",
        },
    )
    assert find_cycles(read_tree(tree)) == []


def test_a_module_that_reaches_back_to_its_package_is_a_cycle(tmp_path: Path) -> None:
    """`__init__` imports one, one imports the package: a circle."""
    tree = write_tree(
        tmp_path,
        {"house/__init__.py": "from house.one import a\nb = 1\n", "house/one.py": "from house import b\na = 1\n"},
    )
    assert find_cycles(read_tree(tree)) == [("house", "house.one")]
