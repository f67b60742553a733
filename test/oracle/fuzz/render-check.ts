/** Renders one check as Python statements that either leave the function or fall through. */
import type { Atom, Check, Condition, Denial, Source } from './app-model';

/** Where the check's statements stand. */
export interface CheckPlace {
  /** Expression that lets the caller pass when returned: the view's call, its work, or `None` in a hook. */
  readonly serve: string;
  /** Defines a module-level helper of this body and gives its name. */
  readonly defineHelper: (body: readonly string[]) => string;
}

const sources: Readonly<Record<Source, string>> = {
  get: 'request.headers.get("X-API-Key")',
  'get-empty': 'request.headers.get("X-API-Key", "")',
  'get-or-empty': '(request.headers.get("X-API-Key") or "")',
  subscript: 'request.headers["X-API-Key"]',
  stripped: '(request.headers.get("X-API-Key") or "").strip()',
  named: 'request.headers.get(KEY_HEADER)',
  environ: 'request.environ.get("HTTP_X_API_KEY")',
  helper: 'sent_key()',
  caught: 'caught_key()',
  cookie: 'request.cookies.get("api_key")',
  'bearer-partition': 'request.headers.get("Authorization", "").partition(" ")[2]',
  basic: '(request.authorization.password if request.authorization else None)',
  query: 'request.args.get("key")',
  bearer: 'request.headers.get("Authorization", "").removeprefix("Bearer ")',
};

const atoms: Readonly<Record<Atom, string>> = {
  'equals-constant': 'KEY == EXPECTED',
  'equals-environ': 'KEY == os.environ["SERVICE_KEY"]',
  'equals-environ-get': 'KEY == os.environ.get("API_KEY")',
  'equals-environ-get-empty': 'KEY == os.environ.get("API_KEY", "")',
  digest: 'hmac.compare_digest(KEY, EXPECTED)',
  'digest-or-empty': 'hmac.compare_digest(KEY or "", EXPECTED)',
  'in-set': 'KEY in KEYS',
  'in-split': 'KEY in os.environ["SERVICE_KEYS"].split(",")',
  'in-split-default': 'KEY in os.environ.get("API_KEYS", "").split(",")',
  'in-string': 'KEY in os.environ["SERVICE_KEYS"]',
  lookup: 'OWNERS.get(KEY) is not None',
  'any-equal': 'any(KEY == known for known in KEYS)',
  'helper-valid': 'is_valid(KEY)',
  'helper-present': 'is_present(KEY)',
  'hashed-member': 'hashlib.sha256((KEY or "").encode()).hexdigest() in HASHES',
  'hashed-equal': 'hashlib.sha256((KEY or "").encode()).hexdigest() == HASH',
  'any-digest': 'any(hmac.compare_digest(KEY or "", known) for known in KEYS)',
  'not-all-differ': 'not all(KEY != known for known in KEYS)',
  filtered: '[known for known in KEYS if known == KEY]',
  next: 'next((known for known in KEYS if known == KEY), None) is not None',
  'stripped-equal': '(KEY or "").strip() == EXPECTED',
  'in-owners': 'KEY in OWNERS',
  'owner-equal': 'OWNERS.get(KEY) == "owner"',
  'user-found': 'find_user(KEY)',
  'pair-error': 'identify(KEY)[1] is None',
  'dict-error': '"error" not in verify(KEY)',
  'dict-ok': 'verify(KEY).get("ok")',
  'conditional-false': '(KEY == EXPECTED if KEY else False)',
  'conditional-true': '(KEY == EXPECTED if KEY else True)',
  'same-twice': 'KEY == request.args.get("confirm")',
  matches: 're.fullmatch(r"[a-z0-9-]+", KEY or "") is not None',
  truthy: 'bool(KEY)',
  'not-none': 'KEY is not None',
  'not-empty': 'KEY != ""',
  'long-enough': 'len(KEY) > 4',
  prefix: 'KEY.startswith("test-")',
  'in-headers': '"X-API-Key" in request.headers',
  'known-user': 'g.get("user") is not None',
  preview: 'request.args.get("preview") == "1"',
  setting: 'current_app.config["OPEN"]',
  always: 'True',
  never: 'False',
  'is-post': 'request.method == "POST"',
  'below-prefix': 'request.path.startswith("/b0")',
};

const denials: Readonly<Record<Denial, string>> = {
  abort: 'abort(401)',
  tuple: 'return "no", 401',
  jsonify: 'return jsonify(error="no"), 403',
  response: 'return Response("no", status=401)',
  raise: 'raise Unauthorized()',
  'raise-own': 'raise Refused()',
  'make-response': 'return make_response(jsonify(error="no"), 401)',
  'abort-response': 'abort(Response("no", status=401))',
  redirect: 'return redirect("/login")',
  'helper-abort': 'deny()',
  'helper-refusal': 'return refusal()',
  'forgotten-return': 'refusal()',
  'log-only': 'app.logger.info("no")',
  'not-raised': 'Unauthorized()',
};

/** Every atom of a condition. */
export function atomsOf(condition: Condition): Atom[] {
  if (condition.kind === 'atom') return [condition.atom];
  if (condition.kind === 'not') return atomsOf(condition.of);
  return [...atomsOf(condition.left), ...atomsOf(condition.right)];
}

/** A condition as Python, of the expression that holds the key. */
export function renderCondition(condition: Condition, key: string): string {
  if (condition.kind === 'atom') return atoms[condition.atom].replaceAll(/\bKEY\b/g, () => key);
  if (condition.kind === 'not') return `not (${renderCondition(condition.of, key)})`;
  const side = (part: Condition): string =>
    part.kind === 'atom' ? renderCondition(part, key) : `(${renderCondition(part, key)})`;
  return `${side(condition.left)} ${condition.kind} ${side(condition.right)}`;
}

/** Lines of the check, not indented. */
export function renderCheck(check: Check, place: CheckPlace): string[] {
  const source = sources[check.source];
  const key = check.isInline ? source : 'key';
  const read = check.isInline ? [] : [`key = ${source}`];
  return [...read, ...renderShape(check, key, place, read)];
}

function renderShape(check: Check, key: string, place: CheckPlace, read: readonly string[]): string[] {
  const condition = renderCondition(check.condition, key);
  const deny = denials[check.denial];
  const ifNot = (body: string): string[] => [`if not (${condition}):`, `    ${body}`];
  switch (check.shape) {
    case 'if-not':
      return ifNot(deny);
    case 'if-else':
      return [`if ${condition}:`, `    return ${place.serve}`, 'else:', `    ${deny}`];
    case 'named-bool':
      return [`ok = ${condition}`, 'if not ok:', `    ${deny}`];
    case 'try-raise':
      return ['try:', ...indent(ifNot('raise ValueError("no")')), 'except ValueError:', `    ${deny}`];
    case 'swallowed':
      return ['try:', ...indent(ifNot('abort(401)')), 'except Exception:', '    app.logger.info("no")'];
    case 'finally-passes':
      return ['try:', ...indent(ifNot(deny)), 'finally:', `    return ${place.serve}`];
    case 'reraised':
      return ['try:', ...indent(ifNot('abort(401)')), 'except Exception:', '    app.logger.info("no")', '    raise'];
    case 'optional-key':
      return [`if ${key} and not (${condition}):`, `    ${deny}`];
    case 'nested-ifs':
      return [`if ${key}:`, `    if ${condition}:`, `        return ${place.serve}`, deny];
    case 'ignored':
      return [condition];
    case 'assert':
      return [`assert ${condition}`];
    case 'called-helper':
      return [`${place.defineHelper([...read, ...ifNot('abort(401)')])}()`];
    case 'dropped-refusal':
      return [`${place.defineHelper([...read, ...ifNot(deny)])}()`];
    case 'returned-refusal':
      return [
        `answer = ${place.defineHelper([...read, ...ifNot(deny), 'return None'])}()`,
        'if answer is not None:',
        '    return answer',
      ];
    case 'for-else':
      return ['for known in KEYS:', `    if ${key} == known:`, '        break', 'else:', `    ${deny}`];
    case 'for-flag':
      return [
        'ok = False',
        'for known in KEYS:',
        `    if ${key} == known:`,
        '        ok = True',
        'if not ok:',
        `    ${deny}`,
      ];
    case 'flag':
      return ['ok = False', `if ${condition}:`, '    ok = True', 'if not ok:', `    ${deny}`];
    case 'errors':
      return ['errors = []', `if not (${condition}):`, '    errors.append("no")', 'if errors:', `    ${deny}`];
    case 'match':
      return [`match bool(${condition}):`, '    case True:', '        pass', '    case _:', `        ${deny}`];
    case 'match-key':
      return [
        `match ${key}:`,
        '    case None:',
        `        ${deny}`,
        `    case _ if not (${condition}):`,
        `        ${deny}`,
      ];
    case 'walrus':
      return [`if not ((sent := ${key}) and (${renderCondition(check.condition, 'sent')})):`, `    ${deny}`];
    case 'try-else':
      return [
        'try:',
        ...indent(ifNot('raise KeyError("no")')),
        'except KeyError:',
        `    ${deny}`,
        'else:',
        '    app.logger.info("yes")',
      ];
    case 'returns-bool':
      return [`if not ${place.defineHelper([...read, `return ${condition}`])}():`, `    ${deny}`];
    case 'returns-pair':
      return [
        `user, error = ${place.defineHelper([...read, ...ifNot('return None, "no"'), 'return "user", None'])}()`,
        'if error:',
        `    ${deny}`,
      ];
    case 'returns-dict':
      return [
        `result = ${place.defineHelper([...read, ...ifNot('return {"error": "no"}'), 'return {"user": "user"}'])}()`,
        'if "error" in result:',
        `    ${deny}`,
      ];
    case 'returns-user':
      return [
        `user = ${place.defineHelper([...read, `if ${condition}:`, '    return {"name": "user"}', 'return None'])}()`,
        'if user is None:',
        `    ${deny}`,
      ];
    case 'on-g':
      return [`g.account = "user" if ${condition} else None`, 'if not g.account:', `    ${deny}`];
    case 'conditional-expression':
      return [`return ${place.serve} if ${condition} else ("no", 401)`];
  }
}

/** The lines one level deeper. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}
