"""Starts fixture apps in real Flask and says, as JSON lines, which requests each route served.

Usage: drive.py PATH...   (files or folders; `-` reads paths from standard input)
Every app and every environment gets a process of its own (a fork), so that nothing leaks from one to the next.
"""
import gc
import importlib
import importlib.util
import json
import logging
import os
import sys
import traceback
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import directives as directive_reader  # noqa: E402
import probe as prober  # noqa: E402

import flask  # noqa: E402, F401
import flask.testing  # noqa: E402, F401

# Imported once in the parent so that no fork pays for them; a missing one only means that its fixtures are skipped.
for optional in ("flask_login", "flask_httpauth", "flask_restful", "jwt", "asgiref.sync", "flask.views"):
    try:
        importlib.import_module(optional)
    except ImportError as missing:
        print(f"not installed: {missing.name}", file=sys.stderr)

OPTIMIZE = "-O"


def flask_major():
    """Major version of the installed Flask."""
    from importlib.metadata import version

    return version("flask").split(".")[0]


def runs_of(directives, texts):
    """Named environments: everything set, everything unset (unless nobody reads the two defaults), and the fixture's own variants."""
    runs = [("set", directives.env), ("unset", {})]
    if directives.env == directive_reader.DEFAULT_ENV and not any("API_KEY" in text for text in texts):
        runs.pop()
    for variant in directives.variants:
        env = {name: value for name, value in {**directives.env, **variant}.items() if f"-{name}" not in variant}
        runs.append(("variant " + " ".join(f"{k}={v}" if v else k for k, v in variant.items()), env))
    return runs


def drive(path):
    """One app's report."""
    files = directive_reader.python_files(path)
    texts = [open(file, encoding="utf-8-sig").read() for file in files]
    directives = directive_reader.parse(texts)
    report = {"app": path, "explained": directives.explained, "rightKnown": not directives.right_unknown, "runs": []}
    if directives.none:
        return {**report, "skipped": directives.none}
    if directives.flask and directives.flask != flask_major():
        return {**report, "skipped": f"for Flask {directives.flask} only"}
    if directives.requires and importlib.util.find_spec(directives.requires) is None:
        return {**report, "skipped": f"{directives.requires} is not installed"}
    for name, env in runs_of(directives, texts):
        report["runs"].append({"name": name, **in_child(lambda: run(path, files, directives, env))})
    missing = [entry["missing"] for entry in report["runs"] if entry.get("missing")]
    return {**report, "skipped": f"{missing[0]} is not installed"} if missing else report


def in_child(work):
    """Result of `work()` computed in a forked process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            try:
                json.dump(work(), pipe)
            except BaseException:
                json.dump({"started": False, "error": traceback.format_exc(limit=-2)}, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {"started": False, "error": "the app's process died"}


def run(path, files, directives, env):
    """Starts the app in this process and probes it."""
    if OPTIMIZE in env:
        strip_assertions()
    set_environment(directives, env)
    silence()
    root = path if os.path.isdir(path) else os.path.dirname(path)
    sys.path[:0] = [root, os.path.join(root, "src")]
    os.chdir(root)
    try:
        app, module = load(path, files, directives)
    except ImportError as error:
        top = (error.name or "").split(".")[0]
        if top.startswith("flask") or top in OTHER_LIBRARIES:
            return {"started": False, "missing": top}
        raise
    right = getattr(module, directives.issue)() if directives.issue else directives.key
    if isinstance(right, bytes):
        right = right.decode()
    effect = getattr(module, directives.effect) if directives.effect else None
    return {"started": True, "rules": prober.probe_app(app, directives, right, effect)}


OTHER_LIBRARIES = {"jwt", "jose", "authlib", "wrapt", "decorator", "connexion", "apiflask", "asgiref", "itsdangerous", "passlib", "a2wsgi"}


def set_environment(directives, env):
    """Variables of the fixture are set or removed; all others stay as they are."""
    for name in [*directives.env, *(name for variant in directives.variants for name in variant if name[0] != "-")]:
        os.environ.pop(name, None)
    os.environ.update(directives.keep)
    os.environ.update({name: value for name, value in env.items() if name[0] != "-"})


def silence():
    """Denied requests and crashes are expected here; their logs are noise, and collecting garbage is wasted in a fork."""
    gc.disable()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stderr = open(os.devnull, "w")
    sys.stdout = open(os.devnull, "w")


def strip_assertions():
    """Compiles what is imported from now on as `python -O` does."""
    from importlib.machinery import SourceFileLoader

    SourceFileLoader.source_to_code = lambda self, data, path, **_: compile(data, path, "exec", dont_inherit=True, optimize=1)


def load(path, files, directives):
    """The app object and the module that it was found in."""
    if directives.factory:
        module, _, name = directives.factory.partition(":")
        module = importlib.import_module(module)
        return getattr(module, name)(), module
    if directives.app:
        module, _, name = directives.app.partition(":")
        module = importlib.import_module(module)
        return getattr(module, name), module
    stems = [os.path.basename(path)[:-3]] if os.path.isfile(path) else ["app", "main", "wsgi"]
    for stem in stems:
        if os.path.isfile(path) or any(file == os.path.join(path, stem + ".py") for file in files):
            module = importlib.import_module(stem)
            for name in ("app", "application", "create_app"):
                if hasattr(module, name):
                    found = getattr(module, name)
                    return (found() if name == "create_app" else found), module
    raise LookupError("no app found; say `# oracle: app module:name`")


def warm_up():
    """Answers one request, so that no fork pays for what libraries load and compile at their first one."""
    app = flask.Flask(__name__)
    app.secret_key = "warm"
    app.add_url_rule("/<int:number>", "warm", lambda number: {"number": number})
    client = app.test_client()
    with client.session_transaction() as session:
        session["warm"] = 1
    client.open("/1", method="POST", base_url="http://localhost", query_string={"warm": "1"}, auth=("warm", "up"), json={})
    gc.freeze()


def main():
    """Prints one JSON line per app."""
    warm_up()
    paths = map(str.strip, sys.stdin) if sys.argv[1:] == ["-"] else sys.argv[1:]
    for path in filter(None, paths):
        print(json.dumps(drive(os.path.abspath(path))), flush=True)


if __name__ == "__main__":
    main()
