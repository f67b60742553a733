import type { AnalysisSettings } from '../../results/results';

/** Text of the module that holds a new guard. */
export function guardModuleText({ guardName, headerName }: AnalysisSettings): string {
  return `"""Guards Flask views with an API key: API_KEYS holds the valid keys, separated by commas."""

import hmac
import inspect
import os
from functools import wraps

from flask import current_app, jsonify, request


def _valid_keys():
    # Read on each call, so that keys can be rotated; no entry is empty, so that an unset variable admits nobody.
    keys = [key.strip() for key in os.environ.get("API_KEYS", "").split(",")]
    return [key.encode("utf-8") for key in keys if key]


def _is_valid(candidate):
    # Compares with every key and never stops early: the time taken tells nothing about the keys.
    found = False
    for key in _valid_keys():
        if hmac.compare_digest(candidate.encode("utf-8"), key):
            found = True
    return found


def ${guardName}(view):
    """Answers 401 unless the request carries a valid key; put it below the route decorator."""

    @wraps(view)
    def guarded(*args, **kwargs):
        key = request.headers.get(${JSON.stringify(headerName)}, "")
        if not key or not _is_valid(key):
            response = jsonify({"error": "A valid API key is required."})
            response.status_code = 401
            response.headers["WWW-Authenticate"] = "ApiKey"
            return response
        if inspect.iscoroutinefunction(view):
            return current_app.ensure_sync(view)(*args, **kwargs)
        return view(*args, **kwargs)

    return guarded
`;
}
