/** What every generated module starts with. */
export const prelude = `import hashlib
import hmac
import os
import re
from functools import update_wrapper, wraps

from flask import Blueprint, Flask, Request, Response, abort, current_app, g, jsonify, make_response, redirect, request
from flask.views import MethodView, View
from werkzeug.exceptions import Unauthorized

app = Flask(__name__)
app.config["OPEN"] = os.environ.get("OPEN") == "1"
EXPECTED = os.environ["SERVICE_KEY"]
KEYS = set(os.environ["SERVICE_KEYS"].split(","))
OWNERS = {os.environ["SERVICE_KEY"]: "owner"}
HASH = hashlib.sha256(EXPECTED.encode()).hexdigest()
HASHES = {HASH}
KEY_HEADER = "X-API-Key"
WORK = []


class Refused(Exception):
    pass


@app.errorhandler(Refused)
def refused(error):
    return jsonify(error="no"), 401


def public(view):
    view.is_public = True
    return view


def sent_key():
    return request.headers.get("X-API-Key")


def caught_key():
    try:
        return request.headers["X-API-Key"]
    except KeyError:
        return None


def find_user(key):
    for known, name in OWNERS.items():
        if known == key:
            return {"name": name}
    return None


def identify(key):
    if key not in OWNERS:
        return None, "unknown key"
    return OWNERS[key], None


def verify(key):
    if key in KEYS:
        return {"ok": True}
    return {"ok": False, "error": "unknown key"}


def work():
    WORK.append(1)
    return {"data": 1}


def is_valid(key):
    return key in KEYS


def is_present(key):
    return bool(key)


def deny():
    abort(401)


def refusal():
    return jsonify(error="no"), 401

`.split('\n');
