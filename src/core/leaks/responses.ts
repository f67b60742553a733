/** Where text goes to the caller: what a view or an error handler returns, and the calls that make responses. */
import type { Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { nameOf } from '../secrets/credential-reads';
import { bodiesOf } from '../python/syntax-children';
import type { Arrival, Sink, WatchedKind } from './flow';

const makers = /^(?:jsonify|make_response|Response|render_template|render_template_string|flash|stream_template)$/;
/** https://werkzeug.palletsprojects.com/en/stable/exceptions/ and flask-restful's `abort` */
const httpErrors =
  /^(?:abort|HTTPException|BadRequest|Unauthorized|Forbidden|NotFound|MethodNotAllowed|NotAcceptable|Conflict|Gone|UnprocessableEntity|TooManyRequests|InternalServerError|BadGateway|ServiceUnavailable|ImATeapot|PreconditionFailed)$/;
const routeDecorators =
  /^(?:route|get|post|put|patch|delete|errorhandler|app_errorhandler|before_request|before_app_request|expose|api_route)$/;
const methodNames = /^(?:get|post|put|patch|delete|dispatch_request)$/;
const viewBase = /View|Resource|Namespace|Endpoint|Handler/;

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
  return expression.kind === 'attribute' && routeDecorators.test(expression.name);
}

/** What a response must not hold; undefined for all that makes none. */
export function responseSink(arrival: Arrival, views: ReadonlySet<FunctionDefinition>): Sink | undefined {
  switch (arrival.kind) {
    case 'call': {
      const name = nameOf(arrival.call.callee) ?? '';
      const isError = httpErrors.test(name);
      if (!isError && !makers.test(name)) return undefined;
      return {
        start: arrival.call.start,
        to: 'response',
        values: arrival.call.arguments.map(({ value }) => value),
        does: isError ? 'answers with an error text that holds' : 'answers with',
        done: 'sent',
        // A form that is shown again shows what was entered.
        accepts: (watched) => isTooMuch(watched) && !(watched.kind === 'entered' && name.includes('template')),
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
