/** OpenAPI and Swagger documents as far as connexion serves them: which function answers which request, and who may ask. */

/** How the credential of a security scheme is sent, and what checks it. */
export interface ApiScheme {
  readonly kind: 'apiKey' | 'bearer' | 'basic' | 'token';
  /** Where an API key stands: `header`, `query` or `cookie`. */
  readonly place: string;
  readonly field: string;
  /** Dotted name of the project's function (`x-apikeyInfoFunc` and its like). */
  readonly handler: string | null;
  /** A server elsewhere is asked (`x-tokenInfoUrl`). */
  readonly isRemote: boolean;
}

interface ApiParameter {
  readonly name: string;
  readonly place: string;
  /** Converter of Flask's rule: `int`, `float`, `path` or `string`. */
  readonly converter: string;
}

/** One path and method. */
export interface ApiOperation {
  readonly path: string;
  readonly method: string;
  readonly operationId: string | null;
  /** `x-openapi-router-controller` */
  readonly controller: string | null;
  readonly parameters: readonly ApiParameter[];
  readonly hasBody: boolean;
  /** All schemes of one of these are demanded; null when nothing is. */
  readonly security: readonly (readonly string[])[] | null;
}

/** An OpenAPI or Swagger document, as far as routes and guards depend on it. */
export interface ApiDocument {
  /** Path of the first server, without a slash at its end. */
  readonly basePath: string;
  readonly operations: readonly ApiOperation[];
  readonly schemes: ReadonlyMap<string, ApiScheme>;
}

type Node = Readonly<Record<string, unknown>>;
/** Follows `$ref`. */
type Resolve = (value: unknown) => Node;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const deepestReference = 8;

/** Reads a parsed document; `neighbour` gives others by their path relative to it. Undefined when it is of another kind. */
export function readApiDocument(root: unknown, neighbour: (path: string) => unknown): ApiDocument | undefined {
  const document = asNode(root);
  if (!('openapi' in document || 'swagger' in document)) return undefined;
  const resolve = resolver(document, neighbour);
  return {
    basePath: basePathOf(document),
    operations: Object.entries(resolve(document.paths)).flatMap(([path, item]) =>
      operationsOf(path, resolve(item), document, resolve),
    ),
    schemes: schemesOf(document, resolve),
  };
}

function resolver(root: Node, neighbour: (path: string) => unknown): Resolve {
  const resolve = (value: unknown, within: Node, depth: number): Node => {
    const node = asNode(value);
    if (typeof node.$ref !== 'string' || depth > deepestReference) return node;
    const [file = '', pointer = ''] = node.$ref.split('#');
    const target = file === '' ? within : asNode(neighbour(file));
    return resolve(find(target, pointer), target, depth + 1);
  };
  return (value) => resolve(value, root, 0);
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function find(root: Node, pointer: string): unknown {
  let found: unknown = root;
  for (const part of pointer.split('/').filter((name) => name !== ''))
    found = asNode(found)[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
  return found;
}

function basePathOf(root: Node): string {
  const [server] = asList(root.servers);
  const { url, variables } = asNode(server);
  const given = textOf(url) ?? textOf(root.basePath) ?? '';
  return given
    .replace(/\{([^}]*)\}/g, (_, name: string) => textOf(asNode(asNode(variables)[name]).default) ?? '<…>')
    .replace(/^(?:\w+:)?\/\/[^/]*/, '')
    .replace(/\/+$/, '');
}

function operationsOf(path: string, item: Node, root: Node, resolve: Resolve): ApiOperation[] {
  return methods.flatMap((method) => {
    if (!(method in item)) return [];
    const operation = resolve(item[method]);
    const parameters = [...asList(item.parameters), ...asList(operation.parameters)].map((one) =>
      parameterOf(resolve(one), resolve),
    );
    const fromNearest = (key: string): unknown => operation[key] ?? item[key];
    return [
      {
        path,
        method: method.toUpperCase(),
        operationId: textOf(operation.operationId) ?? null,
        controller:
          textOf(fromNearest('x-openapi-router-controller') ?? fromNearest('x-swagger-router-controller')) ?? null,
        parameters,
        hasBody: 'requestBody' in operation || parameters.some(({ place }) => place === 'body'),
        security: securityOf(operation.security ?? root.security),
      },
    ];
  });
}

function parameterOf(parameter: Node, resolve: Resolve): ApiParameter {
  const schema = 'schema' in parameter ? resolve(parameter.schema) : parameter;
  const converters: Readonly<Record<string, string>> = { integer: 'int', number: 'float' };
  const type = textOf(schema.type) ?? '';
  return {
    name: textOf(parameter.name) ?? '',
    place: textOf(parameter.in) ?? '',
    converter: schema.format === 'path' ? 'path' : (converters[type] ?? 'string'),
  };
}

/** No requirements at all ask for nothing, an empty one among others makes the others optional. */
function securityOf(security: unknown): readonly (readonly string[])[] | null {
  const alternatives = asList(security).map((requirement) => Object.keys(asNode(requirement)));
  return alternatives.length === 0 ? null : alternatives;
}

/** https://connexion.readthedocs.io/en/latest/security.html */
function schemesOf(root: Node, resolve: Resolve): ReadonlyMap<string, ApiScheme> {
  const declared = resolve(asNode(root.components).securitySchemes ?? root.securityDefinitions);
  return new Map(Object.entries(declared).map(([name, scheme]) => [name, schemeOf(resolve(scheme))]));
}

const handlerKeys = {
  apiKey: 'x-apikeyInfoFunc',
  bearer: 'x-bearerInfoFunc',
  basic: 'x-basicInfoFunc',
  token: 'x-tokenInfoFunc',
} as const;

function schemeOf(scheme: Node): ApiScheme {
  const kind = kindOf(scheme);
  return {
    kind,
    place: textOf(scheme.in) ?? 'header',
    field: textOf(scheme.name) ?? 'Authorization',
    handler: textOf(scheme[handlerKeys[kind]]) ?? null,
    isRemote: typeof scheme['x-tokenInfoUrl'] === 'string',
  };
}

function kindOf(scheme: Node): ApiScheme['kind'] {
  const words = `${textOf(scheme.type) ?? ''} ${textOf(scheme.scheme) ?? ''} ${textOf(scheme['x-authentication-scheme']) ?? ''}`;
  if (/bearer/i.test(words)) return 'bearer';
  if (/basic/i.test(words)) return 'basic';
  return /^apiKey/i.test(words) ? 'apiKey' : 'token';
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
