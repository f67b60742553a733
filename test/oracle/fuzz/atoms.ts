/** Single tests, of the key or of something else. `KEY` stands for the expression that holds the key. */

/** Nobody passes these without a valid key. */
export const validating = {
  'equals-constant': 'KEY == EXPECTED',
  'equals-environ': 'KEY == os.environ["SERVICE_KEY"]',
  'equals-config': 'KEY == current_app.config["SERVICE_KEY"]',
  'equals-not': 'not KEY != EXPECTED',
  'environ-or-nobody': 'KEY is not None and KEY == os.environ.get("SERVICE_KEY")',
  'environ-walrus': '(known := os.environ.get("API_KEY")) and KEY == known',
  digest: 'hmac.compare_digest(KEY, EXPECTED)',
  'digest-or-empty': 'hmac.compare_digest(KEY or "", EXPECTED)',
  'digest-bytes': 'hmac.compare_digest((KEY or "").encode(), os.environ["SERVICE_KEY"].encode())',
  'in-set': 'KEY in KEYS',
  'in-frozen': 'KEY in frozenset(KEYS)',
  'in-sorted': 'KEY in sorted(KEYS)',
  'in-one': 'EXPECTED in [KEY]',
  'not-in': 'not (KEY not in KEYS)',
  'in-split': 'KEY in os.environ["SERVICE_KEYS"].split(",")',
  'in-stripped-split': 'KEY in [part.strip() for part in os.environ["SERVICE_KEYS"].split(",") if part.strip()]',
  lookup: 'OWNERS.get(KEY) is not None',
  'any-equal': 'any(KEY == known for known in KEYS)',
  'any-map': 'any(map(lambda known: known == KEY, KEYS))',
  'any-digest': 'any(hmac.compare_digest(KEY or "", known) for known in KEYS)',
  'not-all-differ': 'not all(KEY != known for known in KEYS)',
  intersects: '{KEY} & KEYS',
  subset: '{KEY} <= KEYS',
  superset: 'KEYS.issuperset({KEY})',
  'nothing-left': 'not {KEY} - KEYS',
  filtered: '[known for known in KEYS if known == KEY]',
  'one-filtered': 'len([known for known in KEYS if known == KEY]) == 1',
  'sum-of-equal': 'sum(known == KEY for known in KEYS) > 0',
  counted: 'list(KEYS).count(KEY) > 0',
  next: 'next((known for known in KEYS if known == KEY), None) is not None',
  'stripped-equal': '(KEY or "").strip() == EXPECTED',
  'lower-equal': '(KEY or "").lower() == EXPECTED.lower()',
  'holds-expected': 'EXPECTED in (KEY or "")',
  'hashed-member': 'hashlib.sha256((KEY or "").encode()).hexdigest() in HASHES',
  'hashed-equal': 'hashlib.sha256((KEY or "").encode()).hexdigest() == HASH',
  'mac-equal': 'hmac.compare_digest(mac_of(KEY or ""), mac_of(EXPECTED))',
  'password-hash': 'check_password_hash(PASSWORD_HASH, KEY or "")',
  'in-owners': 'KEY in OWNERS',
  'in-owners-keys': 'KEY in OWNERS.keys()',
  'owner-equal': 'OWNERS.get(KEY) == "owner"',
  'record-active': '(RECORDS.get(KEY) or {}).get("active")',
  'record-default': 'RECORDS.get(KEY, {"active": False})["active"]',
  'record-unexpired': 'KEY in RECORDS and RECORDS[KEY]["expires"] > time.time()',
  'record-found': 'active_record(KEY)',
  'client-active': 'any(client.key == KEY and client.active for client in CLIENTS)',
  'client-found': 'next((client for client in CLIENTS if client.key == KEY), None)',
  'client-method': 'any(client.accepts(KEY) for client in CLIENTS)',
  'enum-values': 'KEY in [member.value for member in ServiceKey]',
  'enum-member': 'KEY == ServiceKey.SERVICE.value',
  'helper-valid': 'is_valid(KEY)',
  'helper-reason': 'not refused_reason(KEY)',
  'helper-number': 'status_of(KEY) == 200',
  'user-found': 'find_user(KEY)',
  'pair-error': 'identify(KEY)[1] is None',
  'named-pair': 'examine(KEY).valid',
  'store-method': 'store.is_known(KEY)',
  'store-find': 'store.find(KEY) is not None',
  'dict-error': '"error" not in verify(KEY)',
  'dict-ok': 'verify(KEY).get("ok")',
  'conditional-false': '(KEY == EXPECTED if KEY else False)',
} as const;

/** These look at the key, but somebody passes without a valid one, at least in some deployment. */
export const doubtful = {
  'equals-environ-get': 'KEY == os.environ.get("API_KEY")',
  'equals-environ-get-empty': 'KEY == os.environ.get("API_KEY", "")',
  'equals-config-get': 'KEY == current_app.config.get("API_KEY")',
  'digest-environ': 'hmac.compare_digest(KEY or "", os.environ.get("API_KEY", ""))',
  'in-split-default': 'KEY in os.environ.get("API_KEYS", "").split(",")',
  'in-string': 'KEY in os.environ["SERVICE_KEYS"]',
  'beginning-of-key': '(KEY and EXPECTED.startswith(KEY))',
  'helper-present': 'is_present(KEY)',
  truthy: 'bool(KEY)',
  'not-none': 'KEY is not None',
  'not-empty': 'KEY != ""',
  'any-of-it': 'any([KEY])',
  'long-enough': 'len(KEY) > 4',
  prefix: 'KEY.startswith("test-")',
  'words-only': '(KEY or "").replace("-", "").isalnum()',
  'in-headers': '"X-API-Key" in request.headers',
  'conditional-true': '(KEY == EXPECTED if KEY else True)',
  'same-twice': 'KEY == request.args.get("confirm")',
  matches: 're.fullmatch(r"[a-z0-9-]+", KEY or "") is not None',
} as const;

/** These ask for something else. */
export const unrelated = {
  preview: 'request.args.get("preview") == "1"',
  setting: 'current_app.config["OPEN"]',
  'switched-off': 'not current_app.config["AUTH_ENABLED"]',
  always: 'True',
  never: 'False',
  'is-post': 'request.method == "POST"',
  'below-prefix': 'request.path.startswith("/b0")',
} as const;

/** Who was recognised before, by the app's identity. */
export const recognised = {
  'g-get': 'g.get("user") is not None',
  'g-getattr': 'getattr(g, "user", None)',
  'g-in': '"user" in g',
  'session-get': 'session.get("user") is not None',
  'session-in': '"user" in session',
  'session-equal': 'session.get("user") == "owner"',
  authenticated: 'current_user.is_authenticated',
  'not-anonymous': 'not current_user.is_anonymous',
  'user-id': 'current_user.get_id() is not None',
} as const;

/** All of them by name. */
export const atoms = { ...validating, ...doubtful, ...unrelated, ...recognised } as const;

/** Name of a test above. */
export type Atom = keyof typeof atoms;
