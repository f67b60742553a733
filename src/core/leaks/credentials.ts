/**
 * What a credential is in the source: what the caller sends (headers, arguments, cookies, `request.authorization`), what
 * the server keeps (configuration, environment), and what is named like one. Read only, never a value.
 */
import type { CallExpression, Expression } from '../python/syntax';
import { nameOf, textOf } from '../secrets/credential-reads';
import { isCredentialField, keyNameStrength, wordsOf } from '../secrets/names';
import type { FlowQuestion, Step, Watched, WatchedKind } from './flow';

interface Container {
  readonly kind: WatchedKind;
  readonly says: string;
  /** "the header" of "the header X-API-Key". */
  readonly field: string;
}

/** Attributes of `request` that map names to what the caller sent. https://flask.palletsprojects.com/en/stable/api/#flask.Request */
const requestContainers: Readonly<Record<string, Container>> = {
  headers: { kind: 'all-sent', says: 'all request headers', field: 'the header' },
  cookies: { kind: 'all-sent', says: 'all cookies', field: 'the cookie' },
  environ: { kind: 'all-sent', says: 'the whole WSGI environment', field: 'the header' },
  args: { kind: 'fields', says: 'the query', field: 'the query argument' },
  form: { kind: 'fields', says: 'the form', field: 'the form field' },
  values: { kind: 'fields', says: 'the request values', field: 'the request value' },
  json: { kind: 'fields', says: 'the JSON body', field: 'the JSON field' },
};

/** Keys that a provider hands to every browser are meant to be seen. */
const publicKey = /public|publishable|site_?key|maps|recaptcha|vapid|analytics|client_?id|test_?key/i;
/** `has_password`, `hashed_password`, `reset_password`: about a key, or no longer one. */
const aboutKey =
  /^(?:has|is|use|uses|need|needs|require|requires|required|with|no|show|reset|change|update|check|verify|valid|validate|missing|invalid|wrong|bad|forgot|set|get|generate|create|make|hash|hashed|encrypted|crypted|masked|redacted|obfuscated|hidden|safe|sanitized|truncated|short|partial|num|max|min|n|count|example|sample|fake|dummy|fetch|load|read|allow|allowed|enable|ask|prompt)$/;
/** What stands beside the key in a header: `user, password = …`, `scheme, token = …`. */
const otherPart = /user|login|e?mail|name|scheme|type|kind|prefix|method|realm|^_+$/i;
/** Calls that make something new. */
const makesNew = /(?:generate|create|make|random|issue|token_(?:hex|urlsafe|bytes)|uuid|choices?|mint|new)/i;

/** What an expression is by itself; null for what certainly shows no credential. */
function credentialOf(node: Expression): Watched | null | undefined {
  switch (node.kind) {
    case 'name':
      return named(node.id, node);
    case 'attribute':
      return containerOf(node) ?? authorizationOf(node) ?? named(node.name, node);
    case 'subscript':
      return isCut(node.index) ? null : undefined;
    case 'call':
      return callOf(node);
    default:
      return undefined;
  }
}

/** What the field of a container is. */
function credentialField(container: Watched, name: string | null): Watched | null {
  if (name === null) return null;
  const says = Object.values(requestContainers).find((one) => one.says === container.says)?.field;
  const isSent = container.kind === 'all-sent' || container.kind === 'fields';
  // `headers[API_KEY_HEADER]`: a constant for the field's name names what is read.
  const bare = name
    .replace(/^HTTP_/, '')
    .replace(/[_-]?(?:header|param|parameter|arg|field|cookie|name)(?:_?name)?$/i, '');
  if (!isSent) return isKeyName(name) ? { kind: 'kept', says: `the setting ${name}`, steps: [] } : null;
  const isKey =
    container.kind === 'fields'
      ? isKeyName(bare) || /^(?:x[-_])?(?:auth[-_]?)?token$/i.test(bare)
      : isCredentialField(bare);
  return isKey
    ? { kind: container.kind === 'fields' ? 'entered' : 'sent', says: `${says ?? 'the field'} ${name}`, steps: [] }
    : null;
}

/** Whether a name is a key's, beyond doubt, and of a key that must not be seen. */
export function isKeyName(name: string): boolean {
  return keyNameStrength(name) === 'certain' && !publicKey.test(name) && !aboutKey.test(wordsOf(name)[0] ?? '');
}

function named(name: string, node: Expression): Watched | undefined {
  return isKeyName(name) ? { kind: 'named', says: name, steps: [stepOf(node, `${name} is read`)] } : undefined;
}

function stepOf({ start, end }: Expression, says: string): Step {
  return { start, end, says };
}

function containerOf(node: Expression & { readonly kind: 'attribute' }): Watched | undefined {
  const container = isRequest(node.object) ? requestContainers[node.name] : undefined;
  if (container) return whole(container.kind, container.says, node);
  if (node.name === 'config' && isApp(node.object)) return whole('all-kept', 'all settings', node);
  if (node.name === 'environ' && node.object.kind === 'name' && node.object.id === 'os')
    return whole('all-kept', 'the whole environment', node);
  return undefined;
}

function whole(kind: WatchedKind, says: string, node: Expression): Watched {
  return { kind, says, isContainer: true, steps: [stepOf(node, `${says} is read`)] };
}

/** Flask's own; the request of a response (`response.request`) is one that the server sent. */
function isRequest(node: Expression): boolean {
  if (node.kind === 'attribute') return node.name === 'request' && /^(?:flask|self)$/.test(nameOf(node.object) ?? '');
  return node.kind === 'name' && node.id === 'request';
}

function isApp(node: Expression): boolean {
  return /^(?:current_)?app$|^application$/i.test(nameOf(node) ?? '');
}

/** `request.authorization`, and the password or token in it. */
function authorizationOf(node: Expression & { readonly kind: 'attribute' }): Watched | undefined {
  if (node.name === 'authorization' && isRequest(node.object))
    return { kind: 'sent', says: 'request.authorization', steps: [stepOf(node, 'request.authorization is read')] };
  return /^(?:password|token)$/.test(node.name) && nameOf(node.object) === 'authorization'
    ? { kind: 'sent', says: `request.authorization.${node.name}`, steps: [stepOf(node, 'it is read')] }
    : undefined;
}

function callOf(call: CallExpression): Watched | null | undefined {
  const { callee } = call;
  const name = nameOf(callee) ?? '';
  const [first, second] = call.arguments;
  const asked = textOf(first?.value);
  if (name === 'getenv' && asked !== null)
    return isKeyName(asked)
      ? { kind: 'kept', says: `the variable ${asked}`, steps: [stepOf(call, `${asked} is read`)] }
      : null;
  // https://docs.python.org/3/library/getpass.html
  if (name === 'getpass')
    return { kind: 'kept', says: 'the password that was typed', steps: [stepOf(call, 'it is asked for')] };
  if (name === 'get_json' && callee.kind === 'attribute' && isRequest(callee.object))
    return whole('fields', 'the JSON body', call);
  if (/^create_(?:access|refresh)_token$/.test(name) || (name === 'encode' && isOfJwt(callee)))
    return { kind: 'made', says: 'a new token', steps: [stepOf(call, 'the token is made')] };
  if (/^format_(?:exc|exception|tb)$/.test(name))
    return { kind: 'trace', says: 'a stack trace', steps: [stepOf(call, 'the stack trace is made')] };
  // `key.replace(key[4:], "…")` hides; `header.replace("Bearer ", "")` does not.
  if (name === 'replace' && second && first?.value.kind !== 'constant') return null;
  return undefined;
}

/** https://pyjwt.readthedocs.io/en/stable/api.html#jwt.encode */
function isOfJwt(callee: Expression): boolean {
  return callee.kind === 'attribute' && /jwt$/i.test(nameOf(callee.object) ?? '');
}

/** `key[:4]` and `key[-4:]` show a few characters; `header[7:]` is the key. */
function isCut(index: Expression): boolean {
  if (index.kind !== 'slice') return false;
  const [from, to] = index.bounds;
  const isWritten = (bound: Expression | undefined): boolean => bound !== undefined && bound.end > bound.start;
  return !isWritten(from) || isWritten(to) || from?.kind === 'unary';
}

const keepsText =
  /^(?:strip|lstrip|rstrip|lower|upper|title|encode|decode|split|rsplit|partition|rpartition|removeprefix|removesuffix|replace|zfill|ljust|rjust|center|expandtabs|get_secret_value|to_header|with_traceback)$/;
const keepsArguments =
  /^(?:format|format_map|join|str|repr|bytes|ascii|dict|list|tuple|set|frozenset|sorted|reversed|iter|next|splitlines|dumps|pformat|escape|Markup|quote|unquote|quote_plus|unquote_plus|urlencode|b64encode|b64decode|OrderedDict|deepcopy|copy|cast|filter|map|zip)$/;

function carries({ callee }: CallExpression): 'object' | 'arguments' | null {
  const name = nameOf(callee) ?? '';
  if (callee.kind === 'attribute' && keepsText.test(name)) return 'object';
  return keepsArguments.test(name) ? 'arguments' : null;
}

/** The part of the question that all rules about leaks of credentials share. */
export const credentialFlow: Omit<FlowQuestion, 'sink'> = {
  source: credentialOf,
  field: credentialField,
  bound: (name, value) =>
    isKeyName(name) && value.kind === 'call' && makesNew.test(nameOf(value.callee) ?? '')
      ? { kind: 'made', says: name, steps: [stepOf(value, `${name} is made`)] }
      : undefined,
  isPart: (name) => !otherPart.test(name),
  isEntry: (name) => isKeyName(name) || isCredentialField(name),
  carries,
};

const reads =
  /\brequest\s*\.\s*(?:headers|authorization|cookies|environ|args|form|values|json|get_json)\b|\bauthorization\s*\.\s*(?:password|token)\b|(?:app|application)\s*\.\s*config\b|\bformat_(?:exc|exception|tb)\b/i;
/** One variable of the environment is a credential by its name only. */
const readsVariable = /\bos\s*\.\s*environ\b|\bgetenv\b/;
const readsEnvironment = /\bos\s*\.\s*environ\b(?!\s*(?:\[|\.\s*(?:get|pop|setdefault)\b))/;
const nameLikeKey = /\b\w*(?:key|token|secret|passw|passphrase|pwd|credential|authorization|_pass)\w*/gi;

/** False only for a text that reads nothing of what callers send or the server keeps. */
export function readsCredential(text: string): boolean {
  return reads.test(text) || readsEnvironment.test(text) || (readsVariable.test(text) && namesCredential(text));
}

/** False only for a text in which nothing is named like a key. */
export function namesCredential(text: string): boolean {
  const seen = new Set<string>();
  for (const [name] of text.matchAll(nameLikeKey)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (isKeyName(name)) return true;
  }
  return false;
}
