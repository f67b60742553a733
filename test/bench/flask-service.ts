/** Believable Flask services for the bench, the same on every machine: a factory, a guard, models and blueprints. */

/** Files of one service, named relative to its own folder. */
export function flaskService(name: string, seed: number): ReadonlyMap<string, string> {
  const blueprints = ['users', 'orders', 'invoices', 'reports', 'exports', 'admin'];
  return new Map([
    ['__init__.py', factory(name, blueprints)],
    ['auth.py', guard],
    [
      'config.py',
      'import os\n\n\nclass Config:\n    API_KEYS = os.environ.get("API_KEYS", "")\n    JSON_SORT_KEYS = False\n',
    ],
    ['models.py', models(blueprints)],
    ...blueprints.map((blueprint, index): [string, string] => [`${blueprint}.py`, views(blueprint, seed + index)]),
  ]);
}

function factory(name: string, blueprints: readonly string[]): string {
  const imports = blueprints.map((blueprint) => `from .${blueprint} import ${blueprint}_blueprint\n`).join('');
  const mounts = blueprints.map(
    (blueprint) => `    app.register_blueprint(${blueprint}_blueprint, url_prefix="/${blueprint}")\n`,
  );
  return `"""The ${name} service."""\nfrom flask import Flask, jsonify\n\n${imports}

def create_app(config="${name}.config.Config"):
    app = Flask(__name__)
    app.config.from_object(config)
${mounts.join('')}
    @app.get("/health")
    def health():
        return jsonify({"status": "ok"})

    return app
`;
}

const guard = `import hmac
from functools import wraps

from flask import abort, current_app, request


def known_keys():
    return [key for key in current_app.config["API_KEYS"].split(",") if key]


def require_api_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        sent = request.headers.get("X-API-Key", "")
        if not any(hmac.compare_digest(sent.encode(), key.encode()) for key in known_keys()):
            abort(401)
        return view(*args, **kwargs)

    return wrapped


def require_any_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if not request.headers.get("X-API-Key"):
            abort(401)
        return view(*args, **kwargs)

    return wrapped
`;

function models(names: readonly string[]): string {
  const fields = ['title', 'owner', 'created', 'changed', 'state', 'amount', 'currency', 'note'];
  const model = (name: string) => `

class ${name.charAt(0).toUpperCase()}${name.slice(1)}:
    def __init__(self, ${fields.join(', ')}):
${fields.map((field) => `        self.${field} = ${field}\n`).join('')}
    def to_dict(self):
        return {${fields.map((field) => `"${field}": self.${field}`).join(', ')}}
`;
  return `"""Records of the service."""\n${names.map(model).join('')}`;
}

/** Guarded, presence-only and open views in turn, each with some work to read. */
function views(name: string, seed: number): string {
  const decorators = ['@require_api_key\n', '@require_api_key\n', '@require_any_key\n', ''];
  const view = (index: number) => `

@${name}_blueprint.${index % 3 === 0 ? 'post(' : 'route('}"/${String(index)}/<int:number>")
${decorators[(seed + index) % decorators.length] ?? ''}def ${name}_${String(index)}(number):
    """Answers with one of the ${name}."""
    limit = request.args.get("limit", default=50, type=int)
    items = []
    for position in range(limit):
        if position % 2 == ${String(index % 2)}:
            continue
        items.append({"number": number, "position": position, "name": f"${name}-{number}-{position}"})
    if not items:
        current_app.logger.info("no ${name} for %s", number)
        return jsonify({"error": "not found"}), 404
    return jsonify({"items": items, "count": len(items)})
`;
  return `from flask import Blueprint, current_app, jsonify, request

from .auth import require_any_key, require_api_key

${name}_blueprint = Blueprint("${name}", __name__)
${Array.from({ length: 14 }, (_, index) => view(index)).join('')}`;
}

/** One module of about `lines` lines in the style of the services, for the key press bench. */
export function longModule(lines: number): string {
  const parts = [guard.trimEnd(), '\n\n\nfrom flask import Flask, jsonify\n\napp = Flask(__name__)\n'];
  for (let index = 0; parts.join('').split('\n').length < lines; index++) {
    parts.push(`

@app.get("/long/${String(index)}")
${index % 3 === 0 ? '@require_api_key\n' : ''}def long_${String(index)}():
    total = 0
    for position in range(${String(index)}):
        total += position
    return jsonify({"total": total})
`);
  }
  return parts.join('');
}
