"""Serves one fixture app on loopback, on a free port that it prints, until its standard input closes.

Usage: serve.py PATH   (a file or a folder)
"""
import json
import os
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import directives as directive_reader  # noqa: E402
import drive  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402


def main(path):
    """Prints one line of JSON: the port and the right key, or why the app cannot be served."""
    files = directive_reader.python_files(path)
    directives = directive_reader.parse([open(file, encoding="utf-8-sig").read() for file in files])
    answers = sys.stdout
    if directives.body:
        print(json.dumps({"skipped": "refuses with status 200"}), file=answers)
        return
    drive.set_environment(directives, directives.env)
    drive.silence()
    root = path if os.path.isdir(path) else os.path.dirname(path)
    sys.path[:0] = [root, os.path.join(root, "src")]
    os.chdir(root)
    try:
        app, _ = drive.load(path, files, directives)
    except Exception as error:
        print(json.dumps({"skipped": f"does not start: {type(error).__name__}"}), file=answers)
        return
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_port, "key": directives.key}), file=answers, flush=True)
    sys.stdin.read()


main(sys.argv[1])
