"""Prints the cases of detect-secrets' own plugin tests as JSON lines; the folder of its clone is the argument."""
import ast
import json
import pathlib
import re
import sys

ENDINGS = {"GOLANG": "go", "COMMON_C": "c", "C_PLUS_PLUS": "cpp", "C_SHARP": "cs", "QUOTES_REQUIRED": "js", "CONFIG": "yaml", "YAML": "yaml"}


def known(tree):
    """Constants of a module that its cases are made of."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                names[getattr(target, "id", getattr(target, "attr", ""))] = node.value.value
    return names


def value(node, names):
    """A literal, a constant, or a text that is formatted from them; raises for the rest."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value(node.left, names) + value(node.right, names)
    if isinstance(node, ast.JoinedStr):
        return "".join(value(part.value if isinstance(part, ast.FormattedValue) else part, names) for part in node.values)
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
        return value(node.func.value, names).format(*[value(one, names) for one in node.args])
    raise KeyError(ast.dump(node))


def cases(path):
    """Pairs of a text and whether a key stands in it."""
    tree = ast.parse(path.read_text())
    names = known(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            group = getattr(node.targets[0], "id", "")
            items = node.value.elts if group.endswith("TEST_CASES") else []
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize":
            group = ""
            items = getattr(node.args[1], "elts", []) if len(node.args) > 1 else []
        else:
            continue
        ending = next((e for g, e in ENDINGS.items() if group.startswith(g)), "txt")
        for item in items:
            elements = getattr(item, "elts", [])
            try:
                values = [value(one, names) for one in elements[:2]]
            except (KeyError, TypeError, IndexError):
                continue
            text, expected = (values + [None, None])[:2]
            if isinstance(text, str) and (isinstance(expected, (bool, str)) or (group and expected is None)):
                yield {"file": f"case.{ending}", "text": text, "isKey": bool(expected)}


root = pathlib.Path(sys.argv[1])
for path in sorted((root / "tests" / "plugins").glob("*_test.py")):
    # What an IP address or mere entropy shows is no key by our words.
    if re.search("base_test|ip_public|high_entropy", path.name):
        continue
    for at, case in enumerate(cases(path)):
        print(json.dumps({**case, "name": f"{path.stem} {at}"}))
