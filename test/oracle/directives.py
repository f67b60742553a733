"""Reads the `# oracle:` comments of a fixture app: how to start it and how a caller sends a right key.

The grammar is described in test/fixtures/README.md.
"""
import os
import re
from dataclasses import dataclass, field

COMMENT = re.compile(r"#\s*oracle:\s*(\S+)\s*(.*?)\s*$")
DEFAULT_ENV = {"API_KEY": "test-key-1", "API_KEYS": "test-key-1,test-key-2"}
DEFAULT_KEEP = {"SECRET_KEY": "not-a-secret-only-for-tests"}
CARRIERS = ("header", "query", "cookie", "form", "json", "basic", "session", "path")


@dataclass
class Directives:
    """What one fixture says about itself."""

    app: str = ""  # "module:attribute", empty to be found
    factory: str = ""  # "module:callable"
    none: str = ""  # reason why it cannot be run
    requires: str = ""  # module that must be importable
    flask: str = ""  # only with this major version
    env: dict = field(default_factory=dict)
    keep: dict = field(default_factory=lambda: dict(DEFAULT_KEEP))
    variants: list = field(default_factory=list)  # of dict
    key: str = "test-key-1"
    right_unknown: bool = False
    issue: str = ""  # function of the app's module that returns the right key
    carriers: list = field(default_factory=list)  # of (kind, name, template)
    wrong: list = field(default_factory=list)
    other: list = field(default_factory=list)  # keys that some checks take for right ones
    only: list = field(default_factory=list)  # of (kind, name)
    after: list = field(default_factory=list)  # of (method, path): a request with the same key that comes before, by the same client
    also: list = field(default_factory=list)  # of (kind, name, value), without a valid key
    params: dict = field(default_factory=dict)
    effect: str = ""  # list in the app's module that grows when work was done
    body: str = ""  # a served response contains this
    explained: list = field(default_factory=list)  # of {"methods", "path", "reason"}


def parse(texts):
    """Directives of all the files of one app."""
    result = Directives()
    for text in texts:
        for line in text.splitlines():
            match = COMMENT.search(line)
            if match:
                apply_directive(result, match.group(1), match.group(2))
    if not result.env:
        result.env = dict(DEFAULT_ENV)
    if not result.carriers:
        result.carriers = [("header", "X-API-Key", "{key}")]
    return result


def apply_directive(result, word, rest):
    """Notes one comment; an unknown word is an error, since a typo would test nothing."""
    if word in ("app", "factory", "none", "requires", "flask", "key", "issue", "effect", "body"):
        setattr(result, word, rest)
    elif word == "right":
        result.right_unknown = rest == "unknown"
    elif word in ("env", "keep"):
        name, _, value = rest.partition("=")
        getattr(result, word)[name] = value
    elif word == "variant":
        result.variants.append(dict(part.partition("=")[::2] for part in rest.split()))
    elif word == "bearer":
        result.carriers.append(("header", "Authorization", "Bearer {key}"))
    elif word in CARRIERS:
        name, _, value = rest.partition("=")
        result.carriers.append((word, name, value or "{key}"))
    elif word in ("wrong", "other"):
        getattr(result, word).append(rest)
    elif word == "also":
        kind, _, pair = rest.partition(" ")
        name, _, value = pair.partition("=")
        result.also.append((kind, name, value))
    elif word == "after":
        method, _, path = rest.partition(" ")
        result.after.append((method, path))
    elif word == "only":
        kind, _, name = rest.partition(" ")
        result.only.append((kind, name))
    elif word == "param":
        name, _, value = rest.partition("=")
        result.params[name] = value
    elif word == "explain":
        methods, path, reason = (rest.split(None, 2) + ["", "", ""])[:3]
        result.explained.append({"methods": methods.split(","), "path": path, "reason": reason})
    else:
        raise ValueError(f"unknown oracle directive: {word} {rest}")


def python_files(path):
    """Python files of an app given as a file or a folder."""
    if os.path.isfile(path):
        return [path]
    return sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.endswith(".py") and "__pycache__" not in folder
    )
