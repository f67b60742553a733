"""Prints the (path, methods) pairs of an importable app's url_map as JSON.

Usage: url_map.py FOLDER MODULE:NAME      NAME is an app or a callable that makes one
"""
import importlib
import json
import os
import sys


def main():
    """Imports the app with FOLDER (and FOLDER/src) on the path; output of the app goes to standard error."""
    folder, target = os.path.abspath(sys.argv[1]), sys.argv[2]
    sys.path[:0] = [folder, os.path.join(folder, "src")]
    sys.dont_write_bytecode = True
    os.chdir(folder)
    real_output, sys.stdout = sys.stdout, sys.stderr
    module, _, name = target.partition(":")
    app = importlib.import_module(module)
    for part in (name or "app").split("."):
        app = getattr(app, part)
    if not hasattr(app, "url_map"):
        app = app()
    pairs = sorted(
        {
            (rule.rule, method)
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static" and not rule.endpoint.endswith(".static")
            for method in (rule.methods or {"GET"}) - {"HEAD", "OPTIONS"}
        }
    )
    sys.stdout = real_output
    print(json.dumps(pairs))


if __name__ == "__main__":
    main()
