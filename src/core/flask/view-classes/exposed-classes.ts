import { httpMethods } from '../registration/class-models';

/**
 * View classes of libraries as data: the endpoints that a class hands down to its subclasses, and the library's own
 * decorator on each (null: none, so that only the class's `is_accessible` and the like decide).
 */
export interface ExposedClass {
  /** Matched against the class's qualified name. */
  readonly name: RegExp;
  readonly endpoints: readonly InheritedEndpoint[];
  /** Flask-Admin: position of `endpoint` among the constructor's arguments; `url` follows it. */
  readonly endpointAt?: number;
  /** Flask-Admin: the endpoint is named after the model that is the first argument. */
  readonly isOfModel?: boolean;
  /** Where the endpoints stand in the library's source. */
  readonly source: string;
}

/** A route that a library's class hands down to each class derived from it. */
export interface InheritedEndpoint {
  readonly name: string;
  readonly rule: string;
  readonly methods: readonly string[];
  /** Qualified name of the library's decorator on it. */
  readonly guard: string | null;
}

const methodsOf = (text: string): string[] => httpMethods.filter((method) => text.split('+').includes(method));

/** `name METHODS rule`, one line each. */
function endpoints(guard: string | null, lines: string): InheritedEndpoint[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', methods = '', rule = ''] = line.trim().split(/\s+/);
      return { name, rule, methods: methodsOf(methods), guard };
    });
}

const hasAccess = 'flask_appbuilder.security.decorators.has_access';
const protect = 'flask_appbuilder.security.decorators.protect';

const adminModelEndpoints = endpoints(
  null,
  `action_view POST /action/
   ajax_lookup GET /ajax/lookup/
   ajax_update POST /ajax/update/
   create_view GET+POST /new/
   delete_view POST /delete/
   details_view GET /details/
   edit_view GET+POST /edit/
   export GET /export/<export_type>/
   index_view GET /`,
);

const appBuilderForm = `this_form_get GET /form
   this_form_post POST /form`;

/** The most special class first. */
export const exposedClasses: readonly ExposedClass[] = [
  {
    name: /^flask_admin\.contrib\.sqla\.(?:\w+\.)*ModelView$/,
    endpoints: adminModelEndpoints,
    endpointAt: 4,
    isOfModel: true,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/contrib/sqla/view.py',
  },
  {
    name: /^flask_admin\.(?:\w+\.)*(?:Base)?ModelView$/,
    endpoints: adminModelEndpoints,
    endpointAt: 3,
    isOfModel: true,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/model/base.py',
  },
  {
    name: /^flask_admin\.contrib\.(?:fileadmin\.(?:\w+\.)*)?\w*FileAdmin$/,
    endpoints: endpoints(
      null,
      `action_view POST /action/
       delete POST /delete/
       download GET /download/<path:path>
       edit GET+POST /edit/
       index_view GET /
       index_view GET /b/<path:path>
       mkdir GET+POST /mkdir/
       mkdir GET+POST /mkdir/<path:path>
       rename GET+POST /rename/
       upload GET+POST /upload/
       upload GET+POST /upload/<path:path>`,
    ),
    endpointAt: 4,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/contrib/fileadmin/__init__.py',
  },
  {
    name: /^flask_admin\.contrib\.rediscli\.RedisCli$/,
    endpoints: endpoints(
      null,
      `console_view GET /
       execute_view POST /run/`,
    ),
    endpointAt: 3,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/contrib/rediscli.py',
  },
  {
    name: /^flask_admin\.(?:\w+\.)*AdminIndexView$/,
    endpoints: endpoints(null, 'index GET /'),
    endpointAt: 2,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/base.py',
  },
  {
    name: /^flask_admin\.(?:\w+\.)*BaseView$/,
    endpoints: [],
    endpointAt: 2,
    source: 'https://github.com/flask-admin/flask-admin/blob/master/flask_admin/base.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*ModelRestApi$/,
    endpoints: endpoints(
      protect,
      `delete DELETE /<pk>
       get GET /<int:pk>
       get_list GET /
       info GET /_info
       post POST /
       put PUT /<pk>`,
    ),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/api/__init__.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*(?:ModelView|MasterDetailView|CompactCRUDMixin)$/,
    // `action` and `action_post` ask `has_access` in their bodies.
    endpoints: endpoints(
      hasAccess,
      `action GET+POST /action/<string:name>/<pk>
       action_post POST /action_post
       add GET+POST /add
       delete GET+POST /delete/<pk>
       download GET /download/<string:filename>
       edit GET+POST /edit/<pk>
       list GET /list/
       show GET /show/<pk>`,
    ),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/views.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*SimpleFormView$/,
    endpoints: endpoints(hasAccess, appBuilderForm),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/views.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*PublicFormView$/,
    endpoints: endpoints(null, appBuilderForm),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/views.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*IndexView$/,
    endpoints: endpoints(null, 'index GET /'),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/views.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*MultipleView$/,
    endpoints: endpoints(hasAccess, 'list GET /list/'),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/views.py',
  },
  {
    name: /^flask_appbuilder\.(?:\w+\.)*\w*ChartView$/,
    endpoints: endpoints(
      hasAccess,
      `chart GET /chart/<group_by>
       chart GET /chart/`,
    ),
    source: 'https://github.com/dpgaspar/Flask-AppBuilder/blob/master/flask_appbuilder/charts/views.py',
  },
];

/** The model of a class outside the workspace. */
export function exposedClassOf(qualifiedName: string): ExposedClass | undefined {
  return exposedClasses.find((model) => model.name.test(qualifiedName));
}
