/** A module with a guard that validates, as the tests of fixes find it in a project. */
export const guardModule = `import hmac
import os
from functools import wraps

from flask import abort, request


def require_api_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if not hmac.compare_digest(request.headers.get("X-API-Key", ""), os.environ["API_KEY"]):
            abort(401)
        return view(*args, **kwargs)

    return wrapped
`;
