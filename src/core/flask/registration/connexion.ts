import { evaluated, type Outcome } from '../../semantics/machine';
import { freshId, identify, none, textOf, type DecoratedValue, type Value } from '../../semantics/values/values';
import { readApiDocument, type ApiDocument, type ApiOperation } from '../../openapi/api-document';
import { ruleText } from './flask-objects';
import { addRoute, type Registration } from './view-registration';
import type { ConnexionOperation, SchemeCheck } from '../registry';

/** Name of what stands between a route and the function of its operation. */
export const operationDecorator = 'connexion.operation';

/**
 * `app.add_api("openapi.yaml", base_path=…, resolver=RestyResolver("api"))`: a route per operation of the document.
 * https://connexion.readthedocs.io/en/latest/routing.html
 */
export function addApi(call: Registration): Outcome[] {
  const { given, state } = call;
  const specification = given.positional[0] ?? given.keyword.get('specification');
  const basePath = ruleText(given.keyword.get('base_path'));
  for (const document of documentsOf(specification, call)) {
    for (const operation of document.operations) addOperation(call, document, operation, basePath ?? document.basePath);
  }
  return evaluated(state, none);
}

function addOperation(call: Registration, document: ApiDocument, operation: ApiOperation, basePath: string): void {
  const { registry, site } = call;
  const name = functionName(operation, call.given.keyword.get('resolver'));
  if (name === undefined) return;
  const view: DecoratedValue = {
    kind: 'decorated',
    id: freshId(),
    by: { kind: 'external', name: operationDecorator },
    byName: operationDecorator,
    arguments: null,
    inner: findNamed(name, call) ?? { kind: 'external', name },
    location: site.location,
  };
  registry.operations.set(view.id, behaviourOf(operation, document, call));
  addRoute(call, {
    rule: `${basePath}${flaskRule(operation)}`,
    endpoint: name.replaceAll('.', '_'),
    view,
    methods: [operation.method],
    via: 'decorator',
  });
}

function behaviourOf(operation: ApiOperation, document: ApiDocument, call: Registration): ConnexionOperation {
  const check = (name: string): SchemeCheck => {
    const scheme = document.schemes.get(name);
    const handler = scheme?.handler ?? null;
    return {
      name,
      scheme: scheme ?? { kind: 'token', place: 'header', field: '', handler: null, isRemote: false },
      handler: handler === null ? null : (findNamed(handler, call) ?? { kind: 'external', name: handler }),
    };
  };
  return {
    security: operation.security?.map((alternative) => alternative.map(check)) ?? null,
    queryParameters: operation.parameters.filter(({ place }) => place === 'query').map(({ name }) => pythonName(name)),
    hasBody: operation.hasBody,
  };
}

/** The documents that an argument names; all of the workspace where it cannot be read. */
function documentsOf(specification: Value | undefined, call: Registration): ApiDocument[] {
  const { modules } = call.machine;
  const read = (file: string): ApiDocument | undefined =>
    readApiDocument(modules.document(file), (path) => modules.document(joined(folderOf(file), path)));
  const named = fileName(specification);
  if (named !== undefined) {
    const file = findFile(named, call);
    const document = file === undefined ? undefined : read(file);
    return document ? [document] : [];
  }
  const served = new Set<string>();
  return modules.documents
    .flatMap((file) => read(file) ?? [])
    .filter(({ operations }) =>
      operations.some(({ operationId }) => operationId !== null && findNamed(operationId, call)),
    )
    .filter(({ basePath }) => !served.has(basePath) && served.add(basePath));
}

function fileName(specification: Value | undefined): string | undefined {
  if (specification === undefined) return undefined;
  const text = textOf(specification);
  return text ?? /[\w./-]+\.(?:ya?ml|json)\b/.exec(identify(specification))?.[0];
}

/** Below the app's `specification_dir`, which is relative to the app's module. */
function findFile(name: string, { machine, receiver, site }: Registration): string | undefined {
  const folder = textOf(receiver?.arguments.keyword.get('specification_dir')) ?? '';
  const own = folderOf(site.location.file);
  const places = [joined(joined(own, folder), name), joined(own, name), joined(folder, name), joined('', name)];
  const { documents } = machine.modules;
  return (
    places.find((place) => documents.includes(place)) ?? documents.find((file) => file.endsWith(`/${joined('', name)}`))
  );
}

/** The dotted name of an operation's function. https://connexion.readthedocs.io/en/latest/routing.html#automatic-routing */
function functionName(
  { operationId, controller, path, method }: ApiOperation,
  resolver: Value | undefined,
): string | undefined {
  if (operationId !== null) return controller === null ? operationId : `${controller}.${operationId}`;
  const base =
    resolver?.kind === 'instance'
      ? textOf(resolver.arguments.positional[0] ?? resolver.arguments.keyword.get('default_module_name'))
      : undefined;
  const resource = /^\/?([\w-]*)(\/.*)?$/.exec(path);
  const module =
    controller ?? (base === undefined ? undefined : `${base}.${(resource?.[1] ?? '').replaceAll('-', '_')}`);
  if (module === undefined) return undefined;
  const isCollection = method === 'GET' && resource?.[1] !== '' && (resource?.[2] ?? '') === '';
  return `${module}.${isCollection ? 'search' : method.toLowerCase()}`;
}

/** What a dotted name means to an import from where the API is added; that module may be meant itself. */
function findNamed(name: string, { machine, site, state }: Registration): Value | undefined {
  const { modules } = machine;
  const here = site.location.file;
  const parts = name.split('.');
  for (let end = parts.length - 1; end > 0; end--) {
    const module = parts.slice(0, end).join('.');
    const file = modules.describe(here).name === module ? here : modules.resolve(here, module, 0);
    const scope = file === undefined ? undefined : modules.load(file);
    const [first = '', ...attributes] = parts.slice(end);
    const value = scope?.names.get(first);
    if (value)
      return attributes.reduce((object, attribute) => machine.attribute(object, attribute, site, state), value);
  }
  return undefined;
}

function flaskRule({ path, parameters }: ApiOperation): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const converter = parameters.find((one) => one.place === 'path' && one.name === name)?.converter ?? 'string';
    return converter === 'string' ? `<${pythonName(name)}>` : `<${converter}:${pythonName(name)}>`;
  });
}

function pythonName(name: string): string {
  return name.replace(/[^0-9a-zA-Z_]/g, '_').replace(/^[^a-zA-Z_]+/, '');
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
