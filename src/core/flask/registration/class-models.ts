import type { FlaskKind } from '../registry';

/** Classes that make apps, blueprints, APIs and namespaces, by package and class name. */
const kinds: Readonly<Record<string, FlaskKind>> = {
  'flask.Flask': 'app',
  'quart.Quart': 'app',
  'apiflask.APIFlask': 'app',
  'flask_openapi3.OpenAPI': 'app',
  'flask_api.FlaskAPI': 'app',
  'connexion.App': 'app',
  'connexion.FlaskApp': 'app',
  'flask.Blueprint': 'blueprint',
  'quart.Blueprint': 'blueprint',
  'apiflask.APIBlueprint': 'blueprint',
  'flask_openapi3.APIBlueprint': 'blueprint',
  'flask_smorest.Blueprint': 'blueprint',
  'flask_restful.Api': 'api',
  'flask_restx.Api': 'api',
  'flask_restplus.Api': 'api',
  'flask_smorest.Api': 'api',
  'flask_restx.Namespace': 'namespace',
  'flask_restplus.Namespace': 'namespace',
  'flask_admin.Admin': 'admin',
  'flask_appbuilder.AppBuilder': 'appbuilder',
};

/** Kind of Flask object that a class outside the workspace makes; submodule paths (`flask.app.Flask`) count as their package. */
export function flaskKindOf(qualifiedName: string): FlaskKind | undefined {
  const first = qualifiedName.indexOf('.');
  if (first < 0) return kinds[`${qualifiedName}.${qualifiedName}`];
  const last = qualifiedName.lastIndexOf('.');
  return kinds[first === last ? qualifiedName : qualifiedName.slice(0, first) + qualifiedName.slice(last)];
}

/** Base classes whose subclasses are views. */
export function viewKindOf(qualifiedName: string): 'view' | 'method-view' | 'resource' | undefined {
  const parts = qualifiedName.split('.');
  const [top = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (
    /^(flask|quart|flask_smorest|apiflask|flask_openapi3)$/.test(top) &&
    (last === 'MethodView' || last === 'APIView')
  )
    return 'method-view';
  if (/^(flask|quart)$/.test(top) && last === 'View') return 'view';
  if (/^flask_(restful|restx|restplus)$/.test(top) && (last === 'Resource' || last === 'MethodView')) return 'resource';
  return undefined;
}

/** The methods that a view class may have a function for. */
export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'] as const;
