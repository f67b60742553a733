/** Where text goes to the caller: what a view or an error handler returns, and the calls that make responses. */
import type { Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { nameOf } from '../secrets/credential-reads';
import { bodiesOf } from '../python/syntax-children';
import type { Arrival, Sink, WatchedKind } from './flow';

const makers = new Set(
  'jsonify make_response Response render_template render_template_string flash stream_template'.split(' '),
);
/** https://werkzeug.palletsprojects.com/en/stable/exceptions/ and flask-restful's `abort` */
const httpErrors = new Set(
  'abort HTTPException BadRequest Unauthorized Forbidden NotFound MethodNotAllowed NotAcceptable Conflict Gone UnprocessableEntity TooManyRequests InternalServerError BadGateway ServiceUnavailable ImATeapot PreconditionFailed'.split(
    ' ',
  ),
);
const routeDecorators = new Set(
  'route get post put patch delete errorhandler app_errorhandler before_request before_app_request expose api_route'.split(
    ' ',
  ),
);
const methodNames = /^(?:get|post|put|patch|delete|dispatch_request)$/;
const viewBase = /View|Resource|Namespace|Endpoint|Handler/;

const makesResponse = new RegExp(String.raw`\b(?:${[...makers, ...httpErrors].join('|')})\s*\(`);
const hasRoute = new RegExp(String.raw`@[^\n]{0,200}\.\s*(?:${[...routeDecorators].join('|')})\b`);
const hasHeaders = /\b(?:res|rv|\w*resp\w*)\s*\.\s*headers\b/i;
const hasStatus = /,\s*[1-5]\d\d\b/;

/** False only for a text that answers no request. */
export function mayRespond(text: string): boolean {
  return (
    makesResponse.test(text) ||
    hasRoute.test(text) ||
    hasStatus.test(text) ||
    hasHeaders.test(text) ||
    viewBase.test(text)
  );
}

/** The functions of a module whose return value is a response. */
export function viewsOf(module: ModuleSyntax): ReadonlySet<FunctionDefinition> {
  const views = new Set<FunctionDefinition>();
  const collect = (body: readonly Statement[], isViewClass: boolean): void => {
    for (const statement of body) {
      if (
        statement.kind === 'function' &&
        ((isViewClass && methodNames.test(statement.name)) ||
          statement.decorators.some(({ expression }) => isRoute(expression)))
      )
        views.add(statement);
      collect(
        bodiesOf(statement),
        statement.kind === 'class' && statement.bases.some(({ value }) => viewBase.test(nameOf(value) ?? '')),
      );
    }
  };
  collect(module.body, false);
  return views;
}

function isRoute(decorator: Expression): boolean {
  const expression = decorator.kind === 'call' ? decorator.callee : decorator;
  return expression.kind === 'attribute' && routeDecorators.has(expression.name);
}

/** What a response must not hold; undefined for all that makes none. */
export function responseSink(arrival: Arrival, views: ReadonlySet<FunctionDefinition>): Sink | undefined {
  switch (arrival.kind) {
    case 'stored':
      return isHeadersOfResponse(arrival.container) ? headerSink(arrival.value.start, [arrival.value]) : undefined;
    case 'call': {
      const { callee, arguments: given } = arrival.call;
      if (callee.kind === 'attribute' && writesHeaders.test(callee.name) && isHeadersOfResponse(callee.object))
        return headerSink(
          arrival.call.start,
          given.map(({ value }) => value),
        );
      const name = nameOf(arrival.call.callee) ?? '';
      const isError = httpErrors.has(name);
      if (!isError && !makers.has(name)) return undefined;
      return {
        start: arrival.call.start,
        to: 'response',
        values: arrival.call.arguments.map(({ value }) => value),
        does: isError ? 'answers with an error text that holds' : 'answers with',
        done: 'sent',
        // A form that is shown again shows what was entered, but no password.
        accepts: (watched) =>
          isTooMuch(watched) &&
          !(watched.kind === 'entered' && name.includes('template') && !/passw|pwd/i.test(watched.says)),
      };
    }
    case 'return':
      return views.has(arrival.function) || isResponse(arrival.value)
        ? {
            start: arrival.value.start,
            to: 'response',
            values: [arrival.value],
            does: 'answers with',
            done: 'sent',
            accepts: isTooMuch,
          }
        : undefined;
    default:
      return undefined;
  }
}

const writesHeaders = /^(?:add|set|setdefault|update|extend|add_header)$/;

/** `response.headers`, as opposed to those of a session of `requests`. */
function isHeadersOfResponse(container: Expression): boolean {
  return (
    container.kind === 'attribute' &&
    container.name === 'headers' &&
    /^(?:resp|res|rv)$|response$/i.test(nameOf(container.object) ?? '')
  );
}

function headerSink(start: number, values: readonly Expression[]): Sink {
  return {
    ...{ start, to: 'response', values, accepts: isTooMuch },
    does: 'answers with a header that holds',
    done: 'sent in a header',
  };
}

/** `return text, 401` answers the request wherever it stands. */
function isResponse(value: Expression): boolean {
  const status = value.kind === 'collection' && value.type === 'tuple' ? value.items[1] : undefined;
  return status?.kind === 'constant' && typeof status.value === 'number' && status.value >= 100 && status.value < 600;
}

/** New tokens, and a user's own in their account, are what such answers are for; what was sent or is kept is not. */
function isTooMuch({ kind }: { readonly kind: WatchedKind }): boolean {
  return (
    kind === 'trace' ||
    kind === 'sent' ||
    kind === 'entered' ||
    kind === 'kept' ||
    kind === 'all-sent' ||
    kind === 'all-kept'
  );
}
