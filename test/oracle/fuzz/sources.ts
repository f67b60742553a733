/** Where a caller's key is read from; the oracle sends it in every place that the app reads. */

/** Expressions that give what the caller sent. Fields are named like keys: what `key` means in a body is no question for Flask. */
export const sources = {
  get: 'request.headers.get("X-API-Key")',
  'get-empty': 'request.headers.get("X-API-Key", "")',
  'get-or-empty': '(request.headers.get("X-API-Key") or "")',
  subscript: 'request.headers["X-API-Key"]',
  stripped: '(request.headers.get("X-API-Key") or "").strip()',
  named: 'request.headers.get(KEY_HEADER)',
  environ: 'request.environ.get("HTTP_X_API_KEY")',
  listed: '(request.headers.getlist("X-API-Key") or [None])[0]',
  'as-dict': 'dict(request.headers).get("X-Api-Key")',
  helper: 'sent_key()',
  caught: 'caught_key()',
  'helper-of-request': 'key_of(request)',
  query: 'request.args.get("api_key")',
  'query-default': 'request.args.get("api_key", default="", type=str)',
  'query-subscript': 'request.args["api_key"]',
  values: 'request.values.get("api_key")',
  cookie: 'request.cookies.get("api_key")',
  'cookie-subscript': 'request.cookies["api_key"]',
  form: 'request.form.get("api_key")',
  'form-subscript': 'request.form["api_key"]',
  json: '(request.get_json(silent=True) or {}).get("api_key")',
  'json-subscript': 'request.get_json(force=True)["api_key"]',
  bearer: 'request.headers.get("Authorization", "").removeprefix("Bearer ")',
  'bearer-partition': 'request.headers.get("Authorization", "").partition(" ")[2]',
  'bearer-slice': 'request.headers.get("Authorization", "")[7:]',
  'bearer-split': 'request.headers.get("Authorization", "Bearer ").split(" ")[-1]',
  'bearer-helper': 'bearer_token()',
  basic: '(request.authorization.password if request.authorization else None)',
  'basic-getattr': 'getattr(request.authorization, "password", None)',
} as const;

/** Name of an expression above. */
export type Source = keyof typeof sources;

type Some = readonly [Source, ...Source[]];

const header: Some = [
  'get',
  'get',
  'get-empty',
  'get-or-empty',
  'subscript',
  'stripped',
  'named',
  'environ',
  'listed',
  'as-dict',
  'helper',
  'caught',
  'helper-of-request',
];
const bearer: Some = ['bearer', 'bearer-partition', 'bearer-slice', 'bearer-split', 'bearer-helper'];

/** Sources that one app may mix; most read the key from one place. Cookies stay away from apps that log in. */
export const places = {
  header,
  query: ['query', 'query-default', 'query-subscript'],
  // What stands in a form instead reaches this one and no other of the query.
  values: ['values'],
  cookie: ['cookie', 'cookie-subscript'],
  form: ['form', 'form-subscript'],
  json: ['json', 'json-subscript'],
  bearer,
  basic: ['basic', 'basic-getattr'],
  mixed: [...header, 'query', 'bearer'],
  'mixed-cookie': [...header, 'cookie'],
} as const satisfies Record<string, Some>;

/** Name of a set of sources above. */
export type Place = keyof typeof places;

/** What stands in a text that reads the key there, and the oracle's word for sending it there. */
export const carriers: readonly { readonly reads: RegExp; readonly carrier: string; readonly place: string }[] = [
  { reads: /X-API-Key|X-Api-Key|HTTP_X_API_KEY/, carrier: 'header X-API-Key', place: 'header X-API-Key' },
  { reads: /request\.(?:args|values)\b.*"api_key"/, carrier: 'query api_key', place: 'query api_key' },
  { reads: /request\.cookies\b/, carrier: 'cookie api_key', place: 'cookie api_key' },
  { reads: /request\.form\b/, carrier: 'form api_key', place: 'form api_key' },
  { reads: /request\.get_json\b/, carrier: 'json api_key', place: 'json api_key' },
  { reads: /"Authorization"|HTTPTokenAuth/, carrier: 'bearer', place: 'header Authorization' },
  { reads: /request\.authorization\b|HTTPBasicAuth/, carrier: 'basic user', place: 'basic user' },
];
