/** How hooks let some requests through: conditions after which a hook returns early. */

/** What an exemption may name: the app's first route. */
export interface ExemptRoute {
  readonly endpoint: string;
  readonly path: string;
}

type ExemptionPiece = (first: ExemptRoute) => string;

/** Conditions by name. */
export const exemptions = {
  endpoint: ({ endpoint }) => `request.endpoint in ("${endpoint}",)`,
  'endpoint-list': () => 'request.endpoint in OPEN_ENDPOINTS',
  'endpoint-prefix': () => 'request.endpoint.startswith("b0.")',
  'endpoint-suffix': () => 'request.endpoint.rsplit(".", 1)[-1] == "r0"',
  'no-endpoint': ({ endpoint }) => `not request.endpoint or request.endpoint == "${endpoint}"`,
  path: ({ path }) => `request.path == "${path}"`,
  'path-list': ({ path }) => `request.path.rstrip("/") in ["/health", "${path}"]`,
  'path-prefix': () => 'request.path.startswith("/b0/")',
  'path-prefixes': () => 'request.path.startswith(OPEN_PREFIXES)',
  'path-any-prefix': () => 'any(request.path.startswith(prefix) for prefix in OPEN_PREFIXES)',
  'path-suffix': () => 'request.path.endswith("/r1")',
  'path-part': () => 'request.path.split("/")[1] == "b0"',
  'path-regex': () => 're.match(r"^/r[0-2]$", request.path)',
  'path-search': () => 're.search(r"/r[13]$", request.path) is not None',
  'path-pattern': () => 'OPEN_PATTERN.match(request.path)',
  rule: ({ path }) => `request.url_rule and request.url_rule.rule == "${path}"`,
  method: () => 'request.method == "GET"',
  methods: () => 'request.method in {"OPTIONS", "HEAD", "GET"}',
  'options-only': () => 'request.method == "OPTIONS"',
  'not-writing': () => 'request.method not in ("POST", "DELETE")',
  blueprint: () => 'request.blueprint == "b0"',
  'no-blueprint': () => 'request.blueprint is None',
  'blueprint-list': () => 'request.blueprint in ["b1", "b2"]',
  'view-attribute': () => 'getattr(current_app.view_functions.get(request.endpoint), "is_public", False)',
  'view-has': () => 'hasattr(current_app.view_functions[request.endpoint], "is_public")',
} as const satisfies Record<string, ExemptionPiece>;

/** Name of an exemption above. */
export type Exemption = keyof typeof exemptions;
