/**
 * Decorators of libraries as data: what each does to a caller without valid credentials, by its documentation.
 * `validated` refuses; `optional` lets the anonymous through; `transparent` does not look at the caller; `stored` answers
 * with what an earlier caller was given.
 */
export type ProviderBehaviour =
  'validated' | 'optional' | 'transparent' | 'stored' | 'unverified' | 'httpauth' | 'flask-login';

interface ProviderGuard {
  /** Matched against the decorator's qualified name. */
  readonly name: RegExp;
  readonly behaviour: ProviderBehaviour;
  /** Where the behaviour is documented. */
  readonly source: string;
}

const guards: readonly ProviderGuard[] = [
  {
    name: /^flask_caching\.(?:\w+\.)*cached$/,
    behaviour: 'stored',
    source: 'https://flask-caching.readthedocs.io/en/latest/#caching-view-functions',
  },
  {
    name: /^functools\.(?:lru_cache|cache)(?:\.__call__)?$/,
    behaviour: 'stored',
    source: 'https://docs.python.org/3/library/functools.html#functools.lru_cache',
  },
  {
    name: /^cachetools\.(?:\w+\.)*cached$/,
    behaviour: 'stored',
    source: 'https://cachetools.readthedocs.io/en/latest/#cachetools.cached',
  },
  {
    name: /^flask_login\.(?:\w+\.)*(?:login_required|fresh_login_required)$/,
    behaviour: 'flask-login',
    source: 'https://flask-login.readthedocs.io/en/latest/#flask_login.login_required',
  },
  {
    name: /^(?:flask_httpauth|apiflask)\.(?:\w+\.)*(?:HTTP\w*Auth|APIKey\w+Auth|MultiAuth)\.login_required$/,
    behaviour: 'httpauth',
    source: 'https://flask-httpauth.readthedocs.io/en/latest/#api-documentation',
  },
  {
    name: /^apiflask\.(?:\w+\.)*auth_required$/,
    behaviour: 'httpauth',
    source: 'https://github.com/apiflask/apiflask/blob/main/src/apiflask/scaffold.py',
  },
  {
    name: /^flask_jwt_extended\.(?:\w+\.)*(?:jwt_required|fresh_jwt_required|jwt_refresh_token_required)$/,
    behaviour: 'validated',
    source: 'https://flask-jwt-extended.readthedocs.io/en/stable/api.html#flask_jwt_extended.jwt_required',
  },
  {
    name: /^flask_jwt_extended\.(?:\w+\.)*jwt_optional$/,
    behaviour: 'optional',
    source: 'https://flask-jwt-extended.readthedocs.io/en/stable/v4_upgrade_guide.html',
  },
  {
    name: /^flask_jwt\.jwt_required$|^flask_jwt_simple\.jwt_required$/,
    behaviour: 'validated',
    source: 'https://pythonhosted.org/Flask-JWT/#flask_jwt.jwt_required',
  },
  {
    name: /^flask_security\.(?:\w+\.)*(?:auth_required|login_required|roles_required|roles_accepted|permissions_required|permissions_accepted|auth_token_required|http_auth_required)$/,
    behaviour: 'validated',
    source: 'https://flask-security-too.readthedocs.io/en/stable/api.html#protecting-views',
  },
  {
    name: /^flask_praetorian\.(?:\w+\.)*(?:auth_required|roles_required|roles_accepted)$/,
    behaviour: 'validated',
    source: 'https://flask-praetorian.readthedocs.io/en/latest/flask_praetorian.html',
  },
  {
    name: /^flask_praetorian\.(?:\w+\.)*auth_accepted$/,
    behaviour: 'optional',
    source: 'https://flask-praetorian.readthedocs.io/en/latest/flask_praetorian.html',
  },
  {
    name: /^authlib\.(?:\w+\.)*ResourceProtector(?:\.__call__)?$/,
    behaviour: 'validated',
    source: 'https://docs.authlib.org/en/latest/flask/2/resource-server.html',
  },
  {
    name: /^flask_principal\.(?:\w+\.)*\w*Permission\.require$/,
    behaviour: 'validated',
    source: 'https://pythonhosted.org/Flask-Principal/',
  },
  {
    name: /^flask_oidc\.(?:\w+\.)*OpenIDConnect\.(?:require_login|accept_token|require_keycloak_role)$/,
    behaviour: 'validated',
    source: 'https://flask-oidc.readthedocs.io/en/latest/',
  },
  {
    name: /^flask_pyoidc\.(?:\w+\.)*OIDCAuthentication\.(?:oidc_auth|token_auth|access_control)$/,
    behaviour: 'validated',
    source: 'https://flask-pyoidc.readthedocs.io/',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*(?:protect|has_access|has_access_api)$/,
    behaviour: 'validated',
    source: 'https://flask-appbuilder.readthedocs.io/en/latest/security.html',
  },
  {
    name: /^flask_user\.(?:\w+\.)*(?:login_required|roles_required|roles_accepted)$/,
    behaviour: 'validated',
    source: 'https://flask-user.readthedocs.io/en/latest/authorization.html',
  },
  {
    name: /^flask_basicauth\.BasicAuth\.required$/,
    behaviour: 'validated',
    source: 'https://flask-basicauth.readthedocs.io/en/latest/',
  },
  {
    name: /^flask_simplelogin\.login_required$/,
    behaviour: 'validated',
    source: 'https://flask-simple-login.readthedocs.io/',
  },
  {
    name: /^flask_discord\.requires_authorization$/,
    behaviour: 'validated',
    source: 'https://flask-discord.readthedocs.io/',
  },
];

/** Last names of decorators that are known not to look at the caller. */
const transparentNames =
  /^(?:wraps|cached|memoize|limit|shared_limit|exempt|cross_origin|swag_from|doc|response|alt_response|arguments|expect|marshal_with|marshal_list_with|route|validate|use_args|use_kwargs|input|output|csrf_exempt|docs|param|header|produces|paginate|etag|vary|hide|timeit|cache|swagger|lru_cache|singledispatch|abstractmethod|templated|permission_name|safe|statsd|rison|event_logger|catch|after_this_request|copy_current_request_context|stream_with_context|command|option|argument|group|task|errorhandler|setter|register|template_filter|template_global|context_processor|teardown_\w+|after_\w+)$/;
const guardWords =
  /auth|login|logged|permission|perm(?:s|_)|role|token|jwt|protect|secure|admin|access|acl\b|verif|api_?key|credential|scope|oauth|sso|oidc|saml|identity|privilege|restrict|guard|require|allow|check|owner|member|superuser|staff/i;
const otherRequirements =
  /json|param|args|method|field|content|feature|csrf|https?_|ssl|form|body|schema|exist|valid(?:ate)?$|timing|config|crawler|bot|captcha|unauthenticated|anonymous|logout|no_auth|skip|public|rate|setup/i;

/** What a decorator outside the workspace does, by its qualified name. Unknown ones that look like guards are `unverified`, never credited. */
export function providerBehaviour(name: string): ProviderBehaviour {
  const known = guards.find((guard) => guard.name.test(name));
  if (known) return known.behaviour;
  const last =
    name
      .split('.')
      .filter((part) => part !== '__call__')
      .at(-1) ?? name;
  if (transparentNames.test(last) || otherRequirements.test(last)) return 'transparent';
  return guardWords.test(last) ? 'unverified' : 'transparent';
}
