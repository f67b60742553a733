import type { LibraryCall } from '../judged';
import { namesOfBlueprints, ofRequest, type RequestContext } from './request-context';
import { isInput } from '../../semantics/expressions/checks';
import { askSent, fieldOf, nothing } from '../../semantics/values/sending';
import { presence } from '../../semantics/expressions/text';
import { evaluated, type Outcome, type Site } from '../../semantics/machine';
import { raiseFailure, type Failure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import { writeKey } from '../../semantics/paths/variables';
import type { Origin } from '../../semantics/values/credential-check';
import {
  constant,
  entryKey,
  identify,
  opaque,
  textOf,
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';
import { openHeaders, isCredentialName } from './field-names';
import { readSession, sessionValue, remoteUser, putIn } from './session-value';

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
      return context ? ofRequest(context.method) : undefined;
    case 'endpoint':
      return context ? ofRequest(context.endpoint) : undefined;
    case 'blueprint':
      return context ? ofRequest(context.blueprint) : undefined;
    case 'blueprints':
      return context ? namesOfBlueprints(context) : undefined;
    case 'path':
    case 'full_path':
      return context ? pathValue(context.fixedPath, name) : undefined;
    case 'url_rule':
      return context ? { kind: 'external', name: 'flask.request.url_rule' } : undefined;
    case 'url_rule.rule':
      return context ? ofRequest(context.path) : undefined;
    case 'url_rule.endpoint':
      return context ? ofRequest(context.endpoint) : undefined;
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
  if (knownSuffix === undefined) return ofRequest(fixedPath);
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

/** https://werkzeug.palletsprojects.com/en/stable/exceptions/#werkzeug.exceptions.BadRequestKeyError */
const badRequestKey: Failure = { name: 'werkzeug.exceptions.BadRequestKeyError', status: 400, isImplicit: true };

function headerOfEnviron(name: string): string {
  return name.replace(/^HTTP_/, '').replaceAll('_', '-');
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

/** The WSGI environment that middleware is called with. https://peps.python.org/pep-3333/#environ-variables */
export function environment(): SymbolValue {
  return containerSymbol('header', 'environ');
}

/** What a WSGI server gives beside the environment. https://peps.python.org/pep-3333/#the-start-response-callable */
export const startResponse = opaque('start_response', 'start_response');
