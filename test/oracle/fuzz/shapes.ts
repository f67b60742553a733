/** The statements around condition and denial. */
import { indent } from './names';

/** What a shape is made of, as Python. */
export interface ShapeParts {
  /** Expression that holds the key, and the one that reads it from the request. */
  readonly key: string;
  readonly source: string;
  /** Lines that a helper needs to have the key. */
  readonly read: readonly string[];
  /** Holds for a caller who may pass. */
  readonly condition: string;
  readonly conditionOf: (key: string) => string;
  readonly deny: string;
  /** `if not (condition):` and what then. */
  readonly ifNot: (then: string) => string[];
  /** Expression that lets the caller pass when returned: the view's call, its work, or `None` in a hook. */
  readonly serve: string;
  /** Defines a module-level function of this body and gives its name. */
  readonly helper: (body: readonly string[], decorator?: string) => string;
}

type ShapePiece = (parts: ShapeParts) => string[];

/** What most checks look like. */
export const usualShapes = {
  'if-not': ({ ifNot, deny }) => ifNot(deny),
  'if-else': ({ condition, serve, deny }) => [`if ${condition}:`, `    return ${serve}`, 'else:', `    ${deny}`],
  'named-bool': ({ condition, deny }) => [`ok = ${condition}`, 'if not ok:', `    ${deny}`],
  'if-return': ({ condition, serve, deny }) => [`if ${condition}:`, `    return ${serve}`, deny],
  'missing-first': ({ key, ifNot, deny }) => [`if not ${key}:`, `    ${deny}`, ...ifNot(deny)],
} as const satisfies Record<string, ShapePiece>;

/** Less usual control flow, and the usual mistakes. */
export const oddShapes = {
  'try-raise': ({ ifNot, deny }) => [
    'try:',
    ...indent(ifNot('raise ValueError("no")')),
    'except ValueError:',
    `    ${deny}`,
  ],
  'try-read': ({ source, conditionOf, deny }) => [
    'try:',
    `    sent = ${source}`,
    'except KeyError:',
    `    ${deny}`,
    `if not (${conditionOf('sent')}):`,
    `    ${deny}`,
  ],
  'try-look-up': ({ key, deny }) => [
    'try:',
    `    g.account = OWNERS[${key}]`,
    'except KeyError:',
    `    ${deny}`,
    'else:',
    '    app.logger.info("yes")',
    'finally:',
    '    app.logger.info("asked")',
  ],
  'try-enum': ({ key, deny }) => ['try:', `    ServiceKey(${key})`, 'except ValueError:', `    ${deny}`],
  'try-else': ({ ifNot, deny }) => [
    'try:',
    ...indent(ifNot('raise KeyError("no")')),
    'except KeyError:',
    `    ${deny}`,
    'else:',
    '    app.logger.info("yes")',
  ],
  'try-helper': ({ helper, read, ifNot, deny }) => [
    'try:',
    `    ${helper([...read, ...ifNot('raise PermissionError("no")')])}()`,
    'except PermissionError:',
    `    ${deny}`,
  ],
  'finally-logs': ({ ifNot, deny }) => ['try:', ...indent(ifNot(deny)), 'finally:', '    app.logger.info("asked")'],
  'finally-passes': ({ ifNot, deny, serve }) => ['try:', ...indent(ifNot(deny)), 'finally:', `    return ${serve}`],
  swallowed: ({ ifNot }) => ['try:', ...indent(ifNot('abort(401)')), 'except Exception:', '    app.logger.info("no")'],
  suppressed: ({ ifNot, deny }) => ['with suppress(Exception):', ...indent(ifNot(deny))],
  reraised: ({ ifNot }) => [
    'try:',
    ...indent(ifNot('abort(401)')),
    'except Exception:',
    '    app.logger.info("no")',
    '    raise',
  ],
  'context-manager': ({ helper, read, ifNot, serve }) => [
    `with ${helper([...read, ...ifNot('abort(401)'), 'yield'], '@contextmanager')}():`,
    `    return ${serve}`,
  ],
  'optional-key': ({ key, condition, deny }) => [`if ${key} and not (${condition}):`, `    ${deny}`],
  'nested-ifs': ({ key, condition, serve, deny }) => [
    `if ${key}:`,
    `    if ${condition}:`,
    `        return ${serve}`,
    deny,
  ],
  ignored: ({ condition }) => [condition],
  assert: ({ condition }) => [`assert ${condition}`],
  'or-abort': ({ condition }) => [`(${condition}) or abort(401)`],
  'and-abort': ({ condition }) => [`not (${condition}) and abort(401)`],
  'for-else': ({ key, deny }) => [
    'for known in KEYS:',
    `    if ${key} == known:`,
    '        break',
    'else:',
    `    ${deny}`,
  ],
  'for-flag': ({ key, deny }) => [
    'ok = False',
    'for known in KEYS:',
    `    if ${key} == known:`,
    '        ok = True',
    'if not ok:',
    `    ${deny}`,
  ],
  'for-return': ({ key, serve, deny }) => [
    'for known in KEYS:',
    `    if ${key} == known:`,
    `        return ${serve}`,
    deny,
  ],
  'for-continue': ({ key, serve, deny }) => [
    'for client in CLIENTS:',
    `    if not client.active or client.key != ${key}:`,
    '        continue',
    `    return ${serve}`,
    deny,
  ],
  'for-records': ({ key, deny }) => [
    'for known, record in RECORDS.items():',
    `    if known == ${key} and record["active"]:`,
    '        break',
    'else:',
    `    ${deny}`,
  ],
  'while-else': ({ key, deny }) => [
    'pending = list(KEYS)',
    'while pending:',
    `    if pending.pop() == ${key}:`,
    '        break',
    'else:',
    `    ${deny}`,
  ],
  flag: ({ condition, deny }) => ['ok = False', `if ${condition}:`, '    ok = True', 'if not ok:', `    ${deny}`],
  errors: ({ ifNot, deny }) => ['errors = []', ...ifNot('errors.append("no")'), 'if errors:', `    ${deny}`],
  'status-variable': ({ condition, deny }) => [
    `status = 200 if ${condition} else 401`,
    'if status != 200:',
    `    ${deny}`,
  ],
  match: ({ condition, deny }) => [
    `match bool(${condition}):`,
    '    case True:',
    '        pass',
    '    case _:',
    `        ${deny}`,
  ],
  'match-key': ({ key, condition, deny }) => [
    `match ${key}:`,
    '    case None:',
    `        ${deny}`,
    `    case _ if not (${condition}):`,
    `        ${deny}`,
  ],
  'match-pair': ({ key, condition, deny }) => [
    `match (bool(${key}), bool(${condition})):`,
    '    case (True, True):',
    '        pass',
    '    case _:',
    `        ${deny}`,
  ],
  'match-method': ({ ifNot, deny }) => [
    'match request.method:',
    '    case "GET" | "HEAD":',
    '        pass',
    '    case _:',
    ...indent(indent(ifNot(deny))),
  ],
  'match-text': ({ key, conditionOf, deny }) => [
    `match ${key}:`,
    `    case str() as sent if ${conditionOf('sent')}:`,
    '        pass',
    '    case _:',
    `        ${deny}`,
  ],
  walrus: ({ key, conditionOf, deny }) => [`if not ((sent := ${key}) and (${conditionOf('sent')})):`, `    ${deny}`],
  lambda: ({ condition, deny }) => [`allowed = lambda: ${condition}`, 'if not allowed():', `    ${deny}`],
  answers: ({ condition, serve }) => [
    `answers = {True: lambda: ${serve}, False: refusal}`,
    `return answers[bool(${condition})]()`,
  ],
  'inner-function': ({ condition, deny }) => [
    'def allowed():',
    `    return ${condition}`,
    '',
    'if not allowed():',
    `    ${deny}`,
  ],
  'called-helper': ({ helper, read, ifNot }) => [`${helper([...read, ...ifNot('abort(401)')])}()`],
  'dropped-refusal': ({ helper, read, ifNot, deny }) => [`${helper([...read, ...ifNot(deny)])}()`],
  'returned-refusal': ({ helper, read, ifNot, deny }) => [
    `answer = ${helper([...read, ...ifNot(deny), 'return None'])}()`,
    'if answer is not None:',
    '    return answer',
  ],
  'returned-walrus': ({ helper, read, ifNot, deny }) => [
    `if answer := ${helper([...read, ...ifNot(deny), 'return None'])}():`,
    '    return answer',
  ],
  'returns-bool': ({ helper, read, condition, deny }) => [
    `if not ${helper([...read, `return ${condition}`])}():`,
    `    ${deny}`,
  ],
  'returns-pair': ({ helper, read, ifNot, deny }) => [
    `user, error = ${helper([...read, ...ifNot('return None, "no"'), 'return "user", None'])}()`,
    'if error:',
    `    ${deny}`,
  ],
  'returns-three': ({ helper, read, condition, deny }) => [
    `ok, *_ = ${helper([...read, `if ${condition}:`, '    return True, "user", 200', 'return False, None, 401'])}()`,
    'if not ok:',
    `    ${deny}`,
  ],
  'returns-dict': ({ helper, read, ifNot, deny }) => [
    `result = ${helper([...read, ...ifNot('return {"error": "no"}'), 'return {"user": "user"}'])}()`,
    'if "error" in result:',
    `    ${deny}`,
  ],
  'returns-user': ({ helper, read, condition, deny }) => [
    `user = ${helper([...read, `if ${condition}:`, '    return {"name": "user"}', 'return None'])}()`,
    'if user is None:',
    `    ${deny}`,
  ],
  'on-g': ({ condition, deny }) => [`g.account = "user" if ${condition} else None`, 'if not g.account:', `    ${deny}`],
  'conditional-expression': ({ condition, serve }) => [`return ${serve} if ${condition} else ("no", 401)`],
} as const satisfies Record<string, ShapePiece>;

/** All of them by name. */
export const shapes: Readonly<Record<keyof typeof usualShapes | keyof typeof oddShapes, ShapePiece>> = {
  ...usualShapes,
  ...oddShapes,
};

/** Name of a shape above. */
export type Shape = keyof typeof shapes;
