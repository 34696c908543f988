"""The includes of the sources, and the DEPENDS of their libraries, are the drawing of docs/architecture.md."""

import collections
import re
import unittest

import table

TABLE = table.read_table()
PRODUCT = ("server", "shared", "admin-ui")
LIBRARY = re.compile(r"beaver_library\(\s*(\w+)(.*?)\)", re.S)


def edges():
    """Every include of ours by ours: (from, line, to)."""
    for source in table.sources(*PRODUCT):
        for line, name in table.includes(source):
            if table.is_ours(name):
                yield source, line, name


def libraries():
    """folder → (library, DEPENDS)."""
    found = {}
    for listing in sorted(table.ROOT.glob("s*/**/CMakeLists.txt")):
        folder = listing.parent.relative_to(table.ROOT).as_posix()
        for name, body in LIBRARY.findall(listing.read_text()):
            words = re.sub(r"#.*", "", body).split()
            depends = words[words.index("DEPENDS") + 1:] if "DEPENDS" in words else []
            found[folder] = (name, [word for word in depends if word.startswith("beaver_")])
    return found


def cycle(graph):
    """One cycle of a graph as a list, or an empty list."""
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node):] + [node]
        if node in done:
            return []
        path.append(node)
        for following in sorted(graph.get(node, ())):
            found = visit(following)
            if found:
                return found
        path.pop()
        done.add(node)
        return []

    for node in sorted(graph):
        found = visit(node)
        if found:
            return found
    return []


class Includes(unittest.TestCase):
    def assertNothing(self, broken):
        if broken:
            self.fail("\n" + "\n".join(broken))

    def test_every_source_has_a_row(self):
        self.assertNothing([f"{source}: its folder has no row in tests/tidy/dependencies.txt"
                            for source in table.sources(*PRODUCT) if TABLE.folder_of(source) is None])

    def test_every_include_exists(self):
        self.assertNothing([f"{source}:{line}: there is no {name}"
                            for source, line, name in edges() if not (table.ROOT / name).is_file()])

    def test_every_include_follows_the_drawing(self):
        broken = []
        for source, line, name in edges():
            folder, target = TABLE.folder_of(source), TABLE.folder_of(name)
            if folder and folder != target and not TABLE.allows(folder, name):
                allowed = " ".join(TABLE.entries(folder)) or "nothing of ours"
                broken.append(f"{source}:{line}: {folder} may not include {name}; it may include: {allowed}")
        self.assertNothing(broken)

    def test_no_slices_include_each_other_in_a_circle(self):
        graph = collections.defaultdict(set)
        for source, _, name in edges():
            folder, target = TABLE.folder_of(source), TABLE.folder_of(name)
            if folder and target and folder != target:
                graph[folder].add(target)
        found = cycle(graph)
        self.assertFalse(found, " → ".join(found))

    def test_the_drawing_itself_has_no_circle(self):
        graph = {folder: {entry for entry in entries if entry in TABLE.allowed and folder not in ("server", "server/app")}
                 for folder, entries in TABLE.allowed.items()}
        found = cycle(graph)
        self.assertFalse(found, " → ".join(found))

    def test_service_and_console_know_nothing_of_each_other(self):
        self.assertNothing([f"{source}:{line}: {source.split('/')[0]} may not include {name}"
                            for source, line, name in edges()
                            if {source.split("/")[0], name.split("/")[0]} == {"server", "admin-ui"}])

    def test_modules_that_only_one_folder_may_include(self):
        broken = []
        for source in table.sources(*PRODUCT):
            for line, name in table.includes(source):
                home = TABLE.only.get(table.qt_module(name))
                if home and not source.startswith(home + "/"):
                    broken.append(f"{source}:{line}: {name} may only be included in {home}")
        self.assertNothing(broken)

    def test_shared_needs_nothing_of_qt_but_its_core(self):
        broken = []
        for source in table.sources("shared"):
            for line, name in table.includes(source):
                module = table.qt_module(name)
                if module not in (None, "QtCore"):
                    broken.append(f"{source}:{line}: shared may include QtCore alone, not {module}'s {name}")
        self.assertNothing(broken)

    def test_tests_and_tools_are_not_part_of_the_product(self):
        self.assertNothing([f"{source}:{line}: the product may not include {name}"
                            for source in table.sources(*PRODUCT) for line, name in table.includes(source)
                            if name.startswith("tests/") or name.startswith("gtest/") or name.startswith("gmock/")])


class Libraries(unittest.TestCase):
    def setUp(self):
        self.libraries = libraries()
        self.folder_of = {name: folder for folder, (name, _) in self.libraries.items()}

    def test_every_dependency_is_an_arrow_of_the_drawing(self):
        broken = []
        for folder, (name, depends) in self.libraries.items():
            for other in depends:
                target = self.folder_of.get(other)
                if target is None or folder not in TABLE.allowed:
                    continue
                entries = TABLE.entries(folder) + TABLE.allowed[folder]
                if not any(TABLE.folder_of(entry + "/x") == target or target.startswith(entry + "/") for entry in entries) \
                        and not any(entry.endswith(".h") and TABLE.folder_of(entry) == target for entry in entries):
                    broken.append(f"{folder}/CMakeLists.txt: {name} may not depend on {other} ({target})")
        self.assertFalse(broken, "\n" + "\n".join(broken))

    def linked(self, name):
        """A library and all that come with it."""
        found, waiting = set(), [name]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.libraries.get(self.folder_of.get(name), ("", []))[1]
        return found

    def test_every_arrow_that_is_used_is_linked(self):
        """What a folder includes stands in its DEPENDS, or comes with what stands there."""
        broken = set()
        for source, _, included in edges():
            folder, target = TABLE.folder_of(source), TABLE.folder_of(included)
            if folder in self.libraries and target in self.libraries:
                name, wanted = self.libraries[folder][0], self.libraries[target][0]
                if wanted not in self.linked(name):
                    broken.add(f"{folder}/CMakeLists.txt: {source} includes {included}; DEPENDS must name {wanted}")
        self.assertFalse(broken, "\n" + "\n".join(sorted(broken)))

    def test_no_libraries_depend_on_each_other_in_a_circle(self):
        found = cycle({name: set(depends) for name, depends in self.libraries.values()})
        self.assertFalse(found, " → ".join(found))


if __name__ == "__main__":
    unittest.main()
