/** What generated modules start with: only the pieces that the rest of the module needs. */

const imports: readonly (readonly [from: string, names: readonly string[]])[] = [
  ['contextlib', ['contextmanager', 'suppress']],
  ['dataclasses', ['dataclass']],
  ['enum', ['Enum']],
  ['functools', ['update_wrapper', 'wraps']],
  ['http', ['HTTPStatus']],
  ['typing', ['NamedTuple']],
  [
    'flask',
    [
      'Blueprint',
      'Flask',
      'Request',
      'Response',
      'abort',
      'current_app',
      'g',
      'jsonify',
      'make_response',
      'redirect',
      'request',
      'session',
    ],
  ],
  ['flask.views', ['MethodView', 'View']],
  ['flask_httpauth', ['HTTPBasicAuth', 'HTTPTokenAuth']],
  ['flask_login', ['LoginManager', 'UserMixin', 'current_user', 'login_required', 'login_user']],
  ['flask_restful', ['Api', 'Resource']],
  ['werkzeug.exceptions', ['Unauthorized']],
  ['werkzeug.security', ['check_password_hash', 'generate_password_hash']],
];

const modules = ['hashlib', 'hmac', 'os', 're', 'time'];

/** In the order of the module; each is taken when one of the names that it defines is used, or always. */
const pieces: readonly string[] = [
  'app = Flask(__name__)',
  'app.config["OPEN"] = os.environ.get("OPEN") == "1"',
  'app.config["AUTH_ENABLED"] = os.environ.get("AUTH_ENABLED", "1") != "0"',
  'app.config["SERVICE_KEY"] = os.environ["SERVICE_KEY"]',
  'app.config["API_KEY"] = os.environ.get("API_KEY")',
  'app.secret_key = os.environ["SECRET_KEY"]',
  'EXPECTED = os.environ["SERVICE_KEY"]',
  'KEYS = set(os.environ["SERVICE_KEYS"].split(","))',
  'OWNERS = {os.environ["SERVICE_KEY"]: "owner"}',
  `RECORDS = {
    os.environ["SERVICE_KEY"]: {"name": "owner", "active": True, "expires": 4102444800},
    "old-key": {"name": "old", "active": False, "expires": 0},
}`,
  'HASH = hashlib.sha256(EXPECTED.encode()).hexdigest()',
  'HASHES = {HASH}',
  'PASSWORD_HASH = generate_password_hash(EXPECTED, "pbkdf2:sha256:1")',
  'KEY_HEADER = "X-API-Key"',
  'OPEN_ENDPOINTS = ["r0", "b0.r0", "static"]',
  'OPEN_PREFIXES = ("/b0", "/r1")',
  'OPEN_PATTERN = re.compile(r"^/(?:b0/)?r[0-1]$")',
  'WORK = []',
  `class Refused(Exception):
    pass


@app.errorhandler(Refused)
def refused(error):
    return jsonify(error="no"), 401`,
  `@dataclass(frozen=True)
class Client:
    key: str
    active: bool

    def accepts(self, key):
        return self.active and hmac.compare_digest(self.key, key or "")


CLIENTS = [Client(os.environ["SERVICE_KEY"], True), Client("old-key", False)]`,
  `class ServiceKey(Enum):
    SERVICE = os.environ["SERVICE_KEY"]`,
  `class Examined(NamedTuple):
    valid: bool
    reason: str


def examine(key):
    return Examined(key in KEYS, "unknown key")`,
  `class Store:
    def __init__(self, keys):
        self.keys = list(keys)

    def is_known(self, key):
        for known in self.keys:
            if known == key:
                return True
        return False

    def find(self, key):
        return next((known for known in self.keys if known == key), None)


store = Store(KEYS)`,
  `class Person(UserMixin):
    def __init__(self, name):
        self.id = name`,
  'login_manager = LoginManager(app)',
  `def public(view):
    view.is_public = True
    return view`,
  `def sent_key():
    return request.headers.get("X-API-Key")`,
  `def key_of(asked):
    return asked.headers.get("X-API-Key", type=str)`,
  `def caught_key():
    try:
        return request.headers["X-API-Key"]
    except KeyError:
        return None`,
  `def bearer_token():
    header = request.headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        return None
    return header.split(" ", 1)[1]`,
  `def mac_of(key):
    return hmac.new(b"salt", key.encode(), "sha256").hexdigest()`,
  `def active_record(key):
    record = RECORDS.get(key)
    if record is None or not record["active"]:
        return None
    return record`,
  `def find_user(key):
    for known, name in OWNERS.items():
        if known == key:
            return {"name": name}
    return None`,
  `def identify(key):
    if key not in OWNERS:
        return None, "unknown key"
    return OWNERS[key], None`,
  `def refused_reason(key):
    if not key:
        return "no key"
    return None if key in KEYS else "unknown key"`,
  `def status_of(key):
    return 200 if key in KEYS else 401`,
  `def verify(key):
    if key in KEYS:
        return {"ok": True}
    return {"ok": False, "error": "unknown key"}`,
  `def work():
    WORK.append(1)
    return {"data": 1}`,
  `def is_valid(key):
    return key in KEYS`,
  `def is_present(key):
    return bool(key)`,
  `def deny():
    abort(401)`,
  `def refusal():
    return jsonify(error="no"), 401`,
];

/** What the piece is asked for by; a configuration value by its name in quotes. */
function definedBy(piece: string): RegExp {
  const setting = /^app\.config\["(\w+)"\]/.exec(piece)?.[1];
  if (setting !== undefined) return new RegExp(`config(?:\\.get\\(|\\[)"${setting}"`);
  if (piece.startsWith('app.secret_key')) return /\b(?:session|login_user|LoginManager)\b/;
  const names = [...piece.matchAll(/^(?:def |class )?(\w+)(?: = |[(:])/gm)].map((match) => match[1] ?? '');
  return new RegExp(`\\b(?:${names.join('|')})\\b`);
}

const definitions = pieces.map((piece) => ({ piece, asked: definedBy(piece) }));

/** Imports and definitions that the module's other text needs, itself and through one another. */
export function preludeFor(text: string): string {
  const needed = new Set<string>();
  let known = `app = ${text}`;
  for (let grows = true; grows;) {
    const found = definitions.filter(({ piece, asked }) => !needed.has(piece) && asked.test(known));
    for (const { piece } of found) needed.add(piece);
    known += found.map(({ piece }) => `\n${piece}`).join('');
    grows = found.length > 0;
  }
  const isUsed = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(known);
  const lines = [
    ...modules.filter((name) => new RegExp(`\\b${name}\\.`).test(known)).map((name) => `import ${name}`),
    ...imports.flatMap(([from, names]) => {
      const used = names.filter(isUsed);
      return used.length === 0 ? [] : [`from ${from} import ${used.join(', ')}`];
    }),
    '',
  ];
  const spaced = definitions
    .filter(({ piece }) => needed.has(piece))
    .map(({ piece }) => (piece.includes('\ndef ') || /^(?:def|class|@)/.test(piece) ? `\n\n${piece}\n` : piece));
  return [...lines, ...spaced].join('\n');
}
