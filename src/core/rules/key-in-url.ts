import type { Argument, Expression, FunctionDefinition, ModuleSyntax } from '../python/syntax';
import { mayAddress } from '../leaks/addresses';
import { credentialFlows } from '../leaks/credential-flows';
import { isKeyName, readsCredential } from '../leaks/credentials';
import { namedValues } from '../python/named-values';
import { visitModule } from '../python/visit';
import { writtenSettings } from '../leaks/written-settings';
import { nameOf, textOf } from '../secrets/credential-reads';
import { reportFlow } from './flow-report';
import { validationsOf } from './route-checks';
import type { FileReport, FileRule, Report, RouteRule } from './rule';
import { isProgram } from './test-path';

/** A key travels in the query or the path of a URL. */
export const keyInUrl: RouteRule & FileRule = {
  id: 'key-in-url',
  title: 'Key in the URL',
  severity: 'warning',
  why: 'URLs are written to access logs, kept in browser histories and sent on in the Referer header. A key belongs in a header.',
  bad: '@app.get("/report")\ndef report():\n    key = request.args.get("api_key")\n    return find_report(key)\n',
  good: '@app.get("/report")\ndef report():\n    key = request.headers.get("X-API-Key")\n    return find_report(key)\n',
  cwe: ['CWE-598'],
  owasp: ['API2:2023', 'API8:2023'],
  pci: ['6.2.4', '8.3.2'],
  fixes: ['read-from-header', 'ignore'],
  isAbout: isProgram,
  mayFind: (text) => mayReadUrl.test(text) || maySendKey(text),
  checkFile: ({ file, text, syntax }) => {
    const module = syntax();
    if (!module) return [];
    return [
      ...inReads(module, text),
      ...(text.includes(location) ? inSettings(module) : []),
      ...(maySendKey(text) ? inAddresses(module, text, file) : []),
    ];
  },
  /** `?key=` and `?token=` say little by name: they count where the judge saw them tested as a key. */
  checkRoute: (judged) =>
    validationsOf(judged).flatMap(({ location, origins, isComparison }) => {
      const origin = origins.find(
        ({ source, name }) => (source === 'query' || source === 'path') && /^(?:key|token|auth)$/i.test(name),
      );
      if (!origin || !isComparison) return [];
      const where = origin.source === 'path' ? 'the URL part' : 'the query argument';
      return [{ ...location, message: says(`${where} ${origin.name}`), related: [], route: judged }];
    }),
  merge: ([first, ...others]) =>
    first && ![first, ...others].some(isOfOneTimeLink) ? { ...first, route: null } : undefined,
};

function isOfOneTimeLink({ route }: Report): boolean {
  return route !== null && oneTime.test(`${route.route.path} ${route.route.handler}`);
}

function maySendKey(text: string): boolean {
  return mayAddress(text) && readsCredential(text);
}

/** Some services take a key in no other way, so this is worth a look; a redirect is our own doing. */
function inAddresses(module: ModuleSyntax, text: string, file: string): FileReport[] {
  return credentialFlows(module, text)
    .filter(({ sink }) => sink.to === 'url')
    .map((flow) => ({
      ...reportFlow(file, flow, 'send it in a header'),
      ...(flow.sink.does.startsWith('redirects') ? {} : { severity: 'info' }),
    }));
}

const location = 'JWT_TOKEN_LOCATION';
const mayReadUrl =
  /\brequest\s*\.\s*(?:args|values|query_string)\b|location\s*=[^=\n]*\b(?:args|values)\b|QUERY_STRING|JWT_TOKEN_LOCATION|["'][^"'\n]*\/<[\w:(),]*(?:key|token|secret|passw)\w*>/i;
/** Links of one use carry their token in the URL by design. */
const oneTime = /reset|confirm|verif|invit|activat|unsubscribe|magic|share|preview|download|files?\b|webhook|callback/i;

function says(what: string): string {
  return `A key travels in ${what}, and so into logs, histories and Referer headers: take it from a header.`;
}

function inReads(module: ModuleSyntax, text: string): FileReport[] {
  const found: FileReport[] = [];
  const values = namedValues(module);
  visitModule(module, (node, { function: inside }) => {
    const isQuery = (read: Expression): boolean => values(read, inside).some((one) => isQueryOf(one, inside, text));
    if (node.kind === 'function') found.push(...inPath(node));
    if (node.kind === 'subscript' && isQuery(node.object)) add(node, textOf(node.index));
    if (node.kind !== 'call') return;
    if (
      node.callee.kind === 'attribute' &&
      /^(?:get|getlist|pop)$/.test(node.callee.name) &&
      isQuery(node.callee.object)
    )
      add(node, textOf(node.arguments[0]?.value));
    if (nameOf(node.callee) === 'add_argument' && node.arguments.some(readsQuery))
      add(node, textOf(node.arguments[0]?.value));
    if (nameOf(node.callee) === 'add_url_rule') found.push(...inRule(node.arguments[0]?.value));
  });
  return found;

  function add({ start, end }: Expression, name: string | null): void {
    if (name !== null && (isKeyName(name) || /^jwt$/i.test(name)))
      found.push({ start, end, message: says(`the query argument ${name}`) });
  }
}

/** `request.args`, the same through `parse_qs(request.query_string)`, and `request.values`, which reads the query first; where a form is posted, the form is meant. */
function isQueryOf(node: Expression, inside: FunctionDefinition | null, text: string): boolean {
  if (node.kind === 'call' && node.callee.kind === 'attribute' && /^(?:to_dict|copy)$/.test(node.callee.name))
    return isQueryOf(node.callee.object, inside, text);
  if (node.kind === 'call' && /^parse_qsl?$/.test(nameOf(node.callee) ?? ''))
    return text.slice(node.start, node.end).includes('query_string');
  if (node.kind !== 'attribute' || nameOf(node.object) !== 'request') return false;
  const isForm = inside !== null && /\bpost\b/i.test(text.slice(inside.whole.start, inside.whole.end));
  return node.name === 'args' || (node.name === 'values' && !isForm);
}

/** `add_argument("api_key", location="args")` of Flask-RESTful and Flask-RESTX. */
function readsQuery({ name, value }: Argument): boolean {
  const places = value.kind === 'collection' ? value.items : [value];
  return name === 'location' && places.some((place) => /^(?:args|values)$/.test(textOf(place) ?? ''));
}

function inPath({ decorators }: FunctionDefinition): FileReport[] {
  return decorators.flatMap(({ expression }) =>
    expression.kind === 'call' &&
    expression.callee.kind === 'attribute' &&
    /^(?:route|get|post|put|patch|delete|expose)$/.test(expression.callee.name)
      ? inRule(expression.arguments[0]?.value)
      : [],
  );
}

function inRule(rule: Expression | undefined): FileReport[] {
  const path = textOf(rule);
  if (!rule || path === null || oneTime.test(path)) return [];
  const name = [...path.matchAll(/<(?:[^<>:]*:)?(\w+)>/g)].map((match) => match[1] ?? '').find(isKeyName);
  return name === undefined ? [] : [{ start: rule.start, end: rule.end, message: says(`the URL part ${name}`) }];
}

/** https://flask-jwt-extended.readthedocs.io/en/stable/options.html#JWT_TOKEN_LOCATION */
function inSettings(module: ModuleSyntax): FileReport[] {
  return writtenSettings(module)
    .filter(
      ({ name, value }) =>
        name === location &&
        (value.kind === 'collection' ? value.items : [value]).some((one) => textOf(one) === 'query_string'),
    )
    .map(({ start, end }) => ({ start, end, message: says('the query string') }));
}
