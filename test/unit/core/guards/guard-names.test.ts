import assert from 'node:assert/strict';
import { analyseTexts } from '../../../support/session';

const guard = `import os
from functools import wraps
from flask import Flask, abort, request

app = Flask(__name__)


def require_api_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if request.headers.get("X-API-Key") != os.environ["API_KEY"]:
            abort(401)
        return view(*args, **kwargs)
    return wrapped

`;
const view = '\n@app.get("/x")\ndef view():\n    return "x"\n';

async function guardNames(hook: string): Promise<readonly string[]> {
  const { routes } = await analyseTexts(new Map([['app.py', guard + hook + view]]));
  return routes.flatMap((route) => route.guards.map(({ name }) => name));
}

describe('The name of a guard', () => {
  it("is a hook's own, not that of what a decorator put around it", async () => {
    const hook = '@app.before_request\n@require_api_key\ndef check_api_key():\n    """The guard above refuses."""\n\n';
    assert.deepEqual(await guardNames(hook), ['check_api_key']);
  });

  it('is said whole where a hook has none', async () => {
    assert.deepEqual(await guardNames('app.before_request(require_api_key(lambda: None))\n\n'), ['a lambda']);
  });
});
