import type { LibraryCall } from '../judged';
import { notePut } from './session-puts';
import type { RequestContext } from './request-context';
import { isInput, makeCheck } from '../../semantics/expressions/checks';
import { askSent, fieldOf, nothing } from '../../semantics/values/sending';
import { presence } from '../../semantics/expressions/text';
import { openingTrap } from '../../semantics/values/unset-trap';
import { evaluated, type Outcome, type Site } from '../../semantics/machine';
import { raiseFailure, type Failure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import { writeKey } from '../../semantics/paths/variables';
import { isOfCredential, type Opened, type Origin } from '../../semantics/values/credential-check';
import {
  constant,
  entryKey,
  identify,
  opaque,
  textOf,
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';

const containers: Readonly<Record<string, Origin['source']>> = {
  headers: 'header',
  args: 'query',
  form: 'form',
  values: 'any',
  cookies: 'cookie',
  json: 'json',
  files: 'form',
  view_args: 'path',
  environ: 'header',
};

const credentialWords =
  /key|token|auth|secret|passw|pwd|credential|signature|hmac|jwt|bearer|otp|api.?k|x-hub|apikey|session/i;
/** Fields whose names hold a credential's word but are none. */
const innocentWords =
  /^(?:key|keys|keyword|author|authors|session|csrf.?token|_?csrf|page.?token|next.?token|primary.?key|foreign.?key|sort.?key|cache.?key|x-csrf.*|x-forwarded.*|content-.*|accept.*|auth-(?:port|method|status|protocol|ssl))$/i;

/** Headers that tell about the client, not who it is: anyone can send the expected value. */
const openHeaders =
  /^(?:user-agent|origin|referer|host|accept(?:-.*)?|content-.*|x-forwarded-.*|x-requested-with|x-real-ip|forwarded|if-.*|range|cache-control|connection|date|via)$/i;

/** Whether a field is a credential by its name. */
export function isCredentialName(source: Origin['source'], name: string): boolean {
  if (innocentWords.test(name))
    return (source === 'header' && /^key$/i.test(name)) || (source !== 'json' && /^session$/i.test(name));
  return credentialWords.test(name);
}

/** Fields that name somebody: known to many, so to know one proves nothing. */
const identifierWords =
  /^(?:x[-_])?(?:[a-z]+[-_])*(?:user|client|account|tenant|customer|member|org|organi[sz]ation|device|employee|partner|merchant|app|company)s?(?:[-_]?(?:id|name|no|number|email|role|code))?$|^(?:x[-_])?(?:id|uid|sub|login|e-?mail|role|roles|group|groups|scope|remote[-_]user)$/i;

/** Whether a caller's field only names somebody, as opposed to a session's, which the server has signed. */
export function isIdentifier({ source, name, isCredential }: Origin): boolean {
  return !isCredential && source !== 'session' && source !== 'path' && identifierWords.test(name);
}

/** Names of session values that say who the caller is. */
const identityWords =
  /user|uid|^id$|_id$|log|auth|admin|account|member|role|email|name|token|profile|identity|access|customer/i;
const sessionInnocent = /csrf|lang|locale|next|url|redirect|state|nonce|flash|cart|theme|timezone|attempt/i;

/** Whether sessions hold a value of that name whether somebody logged in or not. */
export function isInEverySession(name: string): boolean {
  return sessionInnocent.test(name);
}

/** Value of `flask.request.<name>`. */
export function readRequest(name: string, context: RequestContext | null, site: Site): Value | undefined {
  const container = containers[name];
  if (container !== undefined) return containerSymbol(container, name);
  switch (name) {
    case 'authorization':
      return authorization(site);
    case 'data':
    case 'stream':
      return input({ source: 'body', name: '', isCredential: false }, site);
    case 'access_token':
      return input({ source: 'header', name: 'Authorization', isCredential: true }, site, null);
    case 'method':
      return context ? constant(context.method) : undefined;
    case 'endpoint':
      return context ? constant(context.endpoint) : undefined;
    case 'blueprint':
      return context ? constant(context.blueprint) : undefined;
    case 'path':
    case 'full_path':
      return context ? pathValue(context.fixedPath, name) : undefined;
    case 'url_rule':
      return context ? { kind: 'external', name: 'flask.request.url_rule' } : undefined;
    case 'url_rule.rule':
      return context ? constant(context.path) : undefined;
    case 'url_rule.endpoint':
      return context ? constant(context.endpoint) : undefined;
    case 'remote_user':
      return remoteUser(false, site);
    case 'remote_addr':
    case 'host':
    case 'url':
    case 'base_url':
    case 'referrer':
    case 'user_agent':
    case 'is_json':
    case 'content_type':
    case 'mimetype':
    case 'content_length':
    case 'scheme':
    case 'is_secure':
    case 'origin':
      return opaque(`request.${name}`, `request.${name}`);
    default:
      return undefined;
  }
}

function pathValue(fixedPath: string, name: string): Value {
  const [knownPrefix = '', knownSuffix] = fixedPath.split('<');
  if (name !== 'path') return { ...opaque(`request.${name}`, `request.${name}`), isText: true, knownPrefix };
  if (knownSuffix === undefined) return constant(fixedPath);
  return { ...opaque('request.path', 'request.path'), isText: true, knownPrefix, knownSuffix };
}

function containerSymbol(source: Origin['source'], name: string): SymbolValue {
  return {
    kind: 'symbol',
    id: `request.${name}`,
    says: `request.${name}`,
    nature: 'input',
    origins: [{ source, name: '', isCredential: false }],
    container: source,
    optional: name === 'json',
  };
}

/** All the fields of one source. */
export function containerOf(source: Origin['source']): SymbolValue {
  const [name = 'values'] = Object.entries(containers).find(([, known]) => known === source) ?? [];
  return containerSymbol(source, name);
}

/** The body as JSON: `request.get_json()`. */
export function jsonBody(): SymbolValue {
  return containerSymbol('json', 'json');
}

/** A field that holds JSON, such as the payload of a token that nobody verified. */
export function jsonWithin(field: SymbolValue): SymbolValue {
  return { ...containerSymbol('json', 'json'), id: `json(${field.id})` };
}

function authorization(site: Site): SymbolValue {
  return input({ source: 'authorization', name: '', isCredential: true }, site, null);
}

/** A caller's value; its fallback is what it is when it was not sent, undefined when that cannot be. */
export function input(origin: Origin, site: Site, fallback?: Value | null, knownId?: string): SymbolValue {
  const says = wordsFor(origin);
  const id = knownId ?? `${origin.source}:${origin.source === 'header' ? origin.name.toLowerCase() : origin.name}`;
  const symbol: SymbolValue = {
    kind: 'symbol',
    id,
    says,
    nature: 'input',
    origins: [origin],
    optional: fallback === null || (fallback?.kind === 'constant' && fallback.value === null),
    mayBeEmpty: true,
    field: fieldOf(id, fallback),
  };
  return { ...symbol, ifTrue: presence(symbol, site) };
}

function wordsFor(origin: Origin): string {
  const words: Readonly<Record<Origin['source'], string>> = {
    header: 'the header',
    query: 'the query argument',
    cookie: 'the cookie',
    form: 'the form field',
    json: 'the JSON field',
    body: 'the request body',
    authorization: 'request.authorization',
    path: 'the URL part',
    session: 'the session value',
    any: 'the request value',
  };
  return origin.name === '' ? words[origin.source] : `${words[origin.source]} ${origin.name}`;
}

/** How a field is read. */
interface FieldRead {
  readonly name: Value;
  /** What a missing field gives; null is None. */
  readonly fallback: Value | null;
  /** `[name]` fails where the field is missing. */
  readonly isStrict: boolean;
}

/** A field of a container: `request.headers.get("X-API-Key")`, `request.args["key"]`. */
export function readField(
  container: SymbolValue,
  { name, fallback, isStrict }: FieldRead,
  { judged: { context }, site, state }: LibraryCall,
): Outcome[] {
  const source = container.container ?? 'any';
  const text = textOf(name);
  const fieldName = text === undefined ? '' : container.id === 'request.environ' ? headerOfEnviron(text) : text;
  if (source === 'session')
    return readSession(
      sessionValue({ name: fieldName, key: identify(name), isStrict, opened: context?.openingOf(fieldName) }, site),
      isStrict,
      site,
      state,
    );
  if (container.id === 'request.environ' && context && (text === 'PATH_INFO' || text === 'REQUEST_METHOD'))
    return evaluated(state, readRequest(text === 'PATH_INFO' ? 'path' : 'method', context, site) ?? constant(null));
  if (container.id === 'request.environ' && text === 'REMOTE_USER')
    return readSession(remoteUser(isStrict, site), isStrict, site, state);
  if (container.id === 'request.environ' && text !== undefined && !text.startsWith('HTTP_'))
    return evaluated(state, opaque(`environ:${text}`, `environ[${text}]`));
  if (source === 'header' && openHeaders.test(fieldName))
    return evaluated(state, opaque(`header:${fieldName.toLowerCase()}`, `the header ${fieldName}`));
  const isCredential = text === undefined ? source === 'header' : isCredentialName(source, fieldName);
  // A field named by the caller's data, or by nothing known, is still the caller's.
  const named = input(
    { source, name: fieldName, isCredential },
    site,
    isStrict ? undefined : fallback,
    knownId(container, name),
  );
  const sending = askSent(named.field);
  if (!isStrict || state.writes === null || !named.ifTrue || !sending) return evaluated(state, named);
  if ((state.sent(named.id) & nothing) === 0) return evaluated(state, named);
  const failing = state.divide({ ...named.ifTrue, id: `${named.id} sent`, sending });
  return [...evaluated(state, named), ...raiseFailure(failing, badRequestKey, site)];
}

/** The id of a field that is not named alone by where it comes from and what it is called. */
function knownId(container: SymbolValue, name: Value): string | undefined {
  if (container.id.startsWith('json(')) return `${container.id}.${identify(name)}`;
  return textOf(name) === undefined ? `${container.container ?? 'any'}:${identify(name)}` : undefined;
}

/** `session["user_id"]` fails for a caller without that session, and code that goes on has one. */
function readSession(value: SymbolValue, isStrict: boolean, site: Site, state: State): Outcome[] {
  const isFollowed = state.followsWeak || isOfCredential(value);
  if (!isStrict || !isFollowed || !value.ifTrue || state.writes === null || state.assumed(`${value.id} sent`) === true)
    return evaluated(state, value);
  const failing = state.divide(value.ifTrue);
  state.assume(`${value.id} sent`, true);
  return [...evaluated(state, value), ...raiseFailure(failing, missingKey, site)];
}

const missingKey: Failure = { name: 'builtins.KeyError', status: null, isImplicit: true };

/** https://werkzeug.palletsprojects.com/en/stable/exceptions/#werkzeug.exceptions.BadRequestKeyError */
const badRequestKey: Failure = { name: 'werkzeug.exceptions.BadRequestKeyError', status: 400, isImplicit: true };

function headerOfEnviron(name: string): string {
  return name.replace(/^HTTP_/, '').replaceAll('_', '-');
}

/** How a session's value is read. */
interface SessionRead {
  /** Empty for one that the code computes. */
  readonly name: string;
  readonly key: string;
  readonly isStrict: boolean;
  /** How anybody gets it. */
  readonly opened: Opened | undefined;
}

/** `flask.session`: signed by the server, so a value in it says who the caller is. https://flask.palletsprojects.com/en/stable/quickstart/#sessions */
export function sessionValue({ name, key, isStrict, opened }: SessionRead, site: Site): SymbolValue {
  // A name that the code computes is most often the account's.
  const isCredential = name === '' || (identityWords.test(name) && !sessionInnocent.test(name));
  const origin: Origin = { source: 'session', name, isCredential, ...(opened?.weakness === null && { opened }) };
  const says = name === '' ? 'a session value' : `the session value ${name}`;
  return {
    kind: 'symbol',
    id: `session:${name === '' ? key : name}`,
    says,
    nature: 'identity',
    origins: [origin],
    optional: !isStrict,
    ifTrue: isInEverySession(name)
      ? null
      : opened?.weakness === null
        ? makeCheck('present', [origin], `${says} is set; ${opened.by} puts it in for anybody`, site)
        : makeCheck('validated', [origin], `${says} is set (signed session)`, site, {
            isComparison: true,
            trap: openingTrap(opened),
          }),
  };
}

/** Whom the web server has let in; callers cannot set it: their headers begin with `HTTP_`. https://www.rfc-editor.org/rfc/rfc3875#section-4.1.11 */
function remoteUser(isStrict: boolean, site: Site): SymbolValue {
  const origin: Origin = { source: 'authorization', name: 'REMOTE_USER', isCredential: true };
  const says = 'REMOTE_USER';
  return {
    kind: 'symbol',
    id: 'environ:REMOTE_USER',
    says,
    nature: 'identity',
    origins: [origin],
    optional: !isStrict,
    ifTrue: makeCheck('validated', [origin], `${says} is set (by the web server)`, site, { isComparison: true }),
  };
}

const sessionMembers =
  /^_|^(?:permanent|modified|new|accessed|get|getlist|pop|popitem|items|values|keys|copy|to_dict|clear|update|setdefault)$/;

/** A session class of the project's own (`app.session_interface`) answers questions about the account it holds. */
export function sessionAttribute(name: string, site: Site): SymbolValue | undefined {
  return sessionMembers.test(name)
    ? undefined
    : sessionValue({ name, key: name, isStrict: false, opened: undefined }, site);
}

/** `flask.session` as a container. */
export function sessionContainer(): SymbolValue {
  return {
    kind: 'symbol',
    id: 'flask.session',
    says: 'the session',
    nature: 'identity',
    origins: [],
    container: 'session',
  };
}

/** Methods of containers and of `request.authorization`; undefined for others. */
export function callContainerMethod(receiver: SymbolValue, method: string, call: LibraryCall): Outcome[] | undefined {
  const { given, state } = call;
  const [name, fallback = given.keyword.get('default') ?? null] = given.positional;
  if (receiver.container === undefined) return undefined;
  switch (method) {
    case 'get':
    case 'pop':
      if (name === undefined) return undefined;
      return writtenItem(receiver, name, state) ?? readField(receiver, { name, fallback, isStrict: false }, call);
    case 'getlist':
    case 'get_all':
      if (name === undefined) return undefined;
      return readField(receiver, { name, fallback: null, isStrict: false }, call).map(allSent);
    case 'to_dict':
    case 'copy':
    case '__getitem__':
      return evaluated(state, receiver);
    case 'items':
    case 'values':
    case 'keys':
      return evaluated(state, { ...receiver, id: `${receiver.id}.${method}()` });
    case 'update':
    case 'setdefault':
    case 'clear':
      if (receiver.container === 'session') putIn(method, call);
      return evaluated(state, constant(null));
    default:
      return undefined;
  }
}

/** `request.environ.get("account")` after a hook's `request.environ["account"] = …`. */
function writtenItem(container: SymbolValue, name: Value, state: State): Outcome[] | undefined {
  const written = state.writes?.get(writeKey(identify(container), `[${entryKey(name)}]`));
  return written && evaluated(state, written);
}

/** All values of a field: true where one was sent, be it empty. https://werkzeug.palletsprojects.com/en/stable/datastructures/#werkzeug.datastructures.MultiDict.getlist */
function allSent(outcome: Outcome): Outcome {
  const { value } = outcome;
  const sending = isInput(value) ? askSent(value.field) : undefined;
  if (!isInput(value) || !sending || !value.ifTrue) return outcome;
  return {
    ...outcome,
    value: { ...value, id: `${value.id} values`, optional: false, ifTrue: { ...value.ifTrue, sending } },
  };
}

/** `session.update(user=name)`, `session.setdefault("user", name)`. */
function putIn(method: string, { given, site, state }: LibraryCall): void {
  const [first, second] = given.positional;
  if (method === 'setdefault' && first && second) notePut(textOf(first) ?? '', second, site, state);
  if (method !== 'update') return;
  for (const [name, value] of given.keyword) notePut(name, value, site, state);
  if (first?.kind !== 'mapping') return;
  for (const { key, value } of first.entries.values()) notePut(textOf(key) ?? '', value, site, state);
}

/** The WSGI environment that middleware is called with. https://peps.python.org/pep-3333/#environ-variables */
export function environment(): SymbolValue {
  return containerSymbol('header', 'environ');
}

/** What a WSGI server gives beside the environment. https://peps.python.org/pep-3333/#the-start-response-callable */
export const startResponse = opaque('start_response', 'start_response');
