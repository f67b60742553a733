import { describeException } from '../../semantics/statements/exceptions';
import { raised, type Outcome, type Site } from '../../semantics/machine';
import { linearize } from '../../semantics/calls/classes';
import type { State } from '../../semantics/paths/state';
import {
  identify,
  textOf,
  type CallArguments,
  type ExceptionValue,
  type ResponseValue,
  type Value,
} from '../../semantics/values/values';
import type { Location } from '../../text/span';

/** Exceptions of werkzeug and their status. https://werkzeug.palletsprojects.com/en/stable/exceptions/ */
const exceptionStatuses: Readonly<Record<string, number>> = {
  BadRequest: 400,
  SecurityError: 400,
  BadRequestKeyError: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestTimeout: 408,
  Conflict: 409,
  Gone: 410,
  UnprocessableEntity: 422,
  TooManyRequests: 429,
  InternalServerError: 500,
  NotImplemented: 501,
  BadGateway: 502,
  ServiceUnavailable: 503,
};

const loginWords = /log[-_]?in|sign[-_]?in|auth|sso|oauth|oidc|saml|unauthorized|forbidden|denied/i;
const refusalWords =
  /unauthori[sz]ed|forbidden|denied|not allowed|invalid (?:api.?)?(?:key|token|credential)|missing (?:api.?)?(?:key|token)|error|fail|login|unauthenticated/i;

/** Number of an HTTP status given as number, `HTTPStatus.X` (or `.value`) or a library's constant such as `HTTP_401_UNAUTHORIZED`. */
export function statusOf(value: Value | undefined): number | null {
  if (value === undefined) return null;
  if (value.kind === 'constant' && typeof value.value === 'number') return value.value;
  if (value.kind === 'constant' && typeof value.value === 'string') {
    const digits = /^(\d{3})\b/.exec(value.value)?.[1];
    return digits === undefined ? null : Number(digits);
  }
  if (value.kind === 'external') return statusOfName(value.name);
  if (value.kind === 'choice') {
    // Whichever of them it is, it refuses.
    const statuses = value.options.map(statusOf);
    return statuses.every((status) => status !== null && status >= 400) ? (statuses[0] ?? null) : null;
  }
  return null;
}

const statusNames: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NO_CONTENT: 204,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  GONE: 410,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  SERVICE_UNAVAILABLE: 503,
};

function statusOfName(name: string): number | null {
  const digits = /HTTP_(\d{3})/.exec(name)?.[1];
  if (digits !== undefined) return Number(digits);
  const last =
    name
      .replace(/\.value$/, '')
      .split('.')
      .at(-1) ?? '';
  return statusNames[last.toUpperCase()] ?? null;
}

/** What a view, hook or decorator gives back, as a response. https://flask.palletsprojects.com/en/stable/quickstart/#about-responses */
export function toResponse(value: Value, location: Location): ResponseValue {
  if (value.kind === 'response') return value;
  if (value.kind === 'sequence' && value.type === 'tuple') {
    const [body, second, third] = value.items;
    const inner = body ? toResponse(body, location) : undefined;
    const status =
      statusOf(second) ??
      statusOf(third) ??
      (value.items.length > 1 && second?.kind !== 'mapping' ? null : (inner?.status ?? 200));
    return {
      kind: 'response',
      status,
      isRedirect: status !== null && status >= 300 && status < 400,
      refuses: inner?.refuses ?? false,
      location,
    };
  }
  if (value.kind === 'constant' && value.value === null)
    return { kind: 'response', status: 500, isRedirect: false, refuses: false, location };
  if (value.kind === 'exception')
    return { kind: 'response', status: value.status ?? 500, isRedirect: false, refuses: false, location };
  if (value.kind === 'instance') {
    const status = exceptionStatus(value);
    return { kind: 'response', status, isRedirect: false, refuses: false, location };
  }
  return { kind: 'response', status: 200, isRedirect: false, refuses: bodyRefuses(value), location };
}

/** A body such as `{"error": "unauthorized"}`: with status 200 it refuses all the same, if a check failed before it. */
export function bodyRefuses(value: Value): boolean {
  if (value.kind === 'constant')
    return typeof value.value === 'string' && value.value.length < 200 && refusalWords.test(value.value);
  if (value.kind !== 'mapping') return false;
  const telling =
    /^string:(?:error|errors|err|error_message|error_code|success|ok|authenticated|message|msg|status|detail|details|reason|result|code|status_code|hint|data)$/;
  if ([...value.entries.keys()].some((key) => !telling.test(key))) return false;
  for (const [key, entry] of value.entries) {
    if (/^string:(?:error|errors|err|error_message|error_code)$/.test(key)) return true;
    if (
      /^string:(?:success|ok|authenticated)$/.test(key) &&
      entry.value.kind === 'constant' &&
      entry.value.value === false
    )
      return true;
    if (/^string:(?:message|msg|status|detail|reason|result|code)$/.test(key)) {
      const text = textOf(entry.value);
      if (text !== undefined && refusalWords.test(text)) return true;
      if (entry.value.kind === 'constant' && (entry.value.value === 401 || entry.value.value === 403)) return true;
    }
  }
  return false;
}

type ResponseMaker = (given: CallArguments, site: Site) => ResponseValue;

const response = (status: number | null, refuses: boolean, site: Site, isRedirect = false): ResponseValue => ({
  kind: 'response',
  status,
  isRedirect,
  refuses,
  location: site.location,
});

const makers: Readonly<Record<string, ResponseMaker>> = {
  jsonify: (given, site) => {
    const fromKeywords = [...given.keyword].map(
      ([name, value]) => [`string:${name}`, { key: { kind: 'constant', value: name } as const, value }] as const,
    );
    const keywords: Value = { kind: 'mapping', id: 0, entries: new Map(fromKeywords), open: false };
    return response(200, given.positional.some(bodyRefuses) || bodyRefuses(keywords), site);
  },
  make_response: (given, site) => {
    const [body, status] = given.positional;
    const inner = body ? toResponse(body, site.location) : response(200, false, site);
    return { ...inner, status: statusOf(status ?? given.keyword.get('code')) ?? inner.status, location: site.location };
  },
  Response: (given, site) => {
    const status = given.keyword.get('status') ?? given.positional[1];
    const body = given.keyword.get('response') ?? given.positional[0];
    return response(status === undefined ? 200 : statusOf(status), body ? bodyRefuses(body) : false, site);
  },
  redirect: (given, site) => {
    const target = given.positional[0] ?? given.keyword.get('location');
    return response(302, target !== undefined && loginWords.test(destination(target)), site, true);
  },
  // https://connexion.readthedocs.io/en/latest/exceptions.html
  problem: (given, site) => response(statusOf(given.positional[0] ?? given.keyword.get('status')), false, site),
  render_template: (given, site) => response(200, loginWords.test(textOf(given.positional[0]) ?? ''), site),
  render_template_string: (_, site) => response(200, false, site),
  send_file: (_, site) => response(200, false, site),
  send_from_directory: (_, site) => response(200, false, site),
};

/** Where a redirect goes, in words: of a made URL the endpoint alone, for its arguments are data. */
function destination(target: Value): string {
  const isMade = target.kind === 'symbol' && /(?:^|\.)url_for$/.test(target.instanceOf ?? '');
  const endpoint = isMade
    ? textOf(target.arguments?.positional[0] ?? target.arguments?.keyword.get('endpoint'))
    : undefined;
  return endpoint ?? identify(target);
}

/** Calls one of the functions that make a response; undefined for any other name. */
export function makeResponse(name: string, given: CallArguments, site: Site): ResponseValue | undefined {
  const parts = name.split('.');
  const last = parts.at(-1) ?? '';
  if (!/^(?:flask|werkzeug|apiflask|flask_restful|flask_restx|quart|connexion)(?:_\w+)?$/.test(parts[0] ?? ''))
    return undefined;
  const maker = last === 'JSONResponse' || last === 'BaseResponse' ? makers.Response : makers[last];
  return maker?.(given, site);
}

/** Status that an exception object carries by its class: werkzeug's, or a `code`/`status_code` of a class of the workspace. */
export function exceptionStatus(value: Value): number | null {
  if (value.kind === 'external') return exceptionStatuses[value.name.split('.').at(-1) ?? ''] ?? null;
  if (value.kind === 'class') {
    const statuses = linearize(value).map((entry) =>
      entry.kind === 'external'
        ? exceptionStatus(entry)
        : statusOf(entry.members.get('code') ?? entry.members.get('status_code') ?? entry.members.get('status')),
    );
    return statuses.find((status) => status !== null) ?? null;
  }
  if (value.kind !== 'instance') return null;
  for (const name of ['code', 'status_code', 'status']) {
    const own = statusOf(value.attributes.get(name));
    if (own !== null) return own;
  }
  const given = [...value.arguments.positional, ...value.arguments.keyword.values()]
    .map(statusOf)
    .find((status) => status !== null && status >= 400);
  return given ?? exceptionStatus(value.class);
}

const denialName = /auth|forbidden|denied|permission|login|credential|token|access|unauthor|api_?key/i;

/** The exception that `raise value` throws. */
export function raiseValue(value: Value, site: Site, state: State): Outcome[] {
  if (value.kind === 'exception') return raised(state, value);
  const names = describeException(value);
  const name = value.kind === 'external' ? value.name : (names[0] ?? 'unknown');
  const status = exceptionStatus(value) ?? (names.some((one) => denialName.test(one)) ? 401 : null);
  const instance = value.kind === 'class' || value.kind === 'instance' ? value : null;
  return raised(state, { kind: 'exception', name, status, instance, isImplicit: false, location: site.location });
}

/** What Flask-Login answers to a caller who has not logged in. https://flask-login.readthedocs.io/en/latest/#flask_login.LoginManager.unauthorized */
export function unauthorized({ location }: Pick<Site, 'location'>): ResponseValue {
  return { kind: 'response', status: 401, isRedirect: false, refuses: true, location };
}

/** `abort(401)`, `abort(Response(...))`, `abort(make_response(...))`. */
export function abort(given: CallArguments, site: Site, state: State): Outcome[] {
  const first =
    given.positional[0] ??
    given.keyword.get('code') ??
    given.keyword.get('http_status_code') ??
    given.keyword.get('status_code');
  const status = first?.kind === 'response' ? first.status : statusOf(first);
  const exception: ExceptionValue = {
    kind: 'exception',
    name: 'werkzeug.exceptions.HTTPException',
    status: status ?? 400,
    instance: null,
    isImplicit: false,
    location: site.location,
  };
  return raised(state, exception);
}
