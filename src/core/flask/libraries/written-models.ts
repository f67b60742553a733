/**
 * Libraries whose documented behaviour is told in Python: the interpreter reads these texts where the workspace imports
 * the library. A model says what decides who is let in, and leaves out the rest.
 */

/** https://flask-allows.readthedocs.io/en/latest/; Flask-Allows2 is its successor under another name. */
const flaskAllows = `
from functools import wraps
from flask import current_app, request
from werkzeug.exceptions import Forbidden

class Allows:
    def __init__(self, app=None, identity_loader=None, throws=Forbidden, on_fail=None):
        self._identity_loader = identity_loader
        self.throws = throws
        self.on_fail = on_fail
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.extensions["allows"] = self

    def identity_loader(self, loader):
        self._identity_loader = loader
        return loader

    def requires(self, *requirements, identity=None, throws=None, on_fail=None):
        def decorator(view):
            @wraps(view)
            def allower(*args, **kwargs):
                refusal = self.run(requirements, identity, throws, on_fail, args, kwargs)
                if refusal is not None:
                    return refusal
                return view(*args, **kwargs)
            return allower
        return decorator

    def fulfill(self, requirements, identity=None):
        if identity is None:
            identity = self._identity_loader()
        return all(requirement(identity, request) for requirement in requirements)

    def run(self, requirements, identity=None, throws=None, on_fail=None, f_args=(), f_kwargs={}, use_on_fail_return=True):
        if self.fulfill(requirements, identity):
            return None
        answer = on_fail if on_fail is not None else self.on_fail
        if callable(answer):
            answer = answer(*f_args, **f_kwargs)
        if use_on_fail_return and answer is not None:
            return answer
        raise throws or self.throws

def requires(*requirements, identity=None, throws=None, on_fail=None):
    def decorator(view):
        @wraps(view)
        def allower(*args, **kwargs):
            refusal = current_app.extensions["allows"].run(requirements, identity, throws, on_fail, args, kwargs)
            if refusal is not None:
                return refusal
            return view(*args, **kwargs)
        return allower
    return decorator

def exempt_from_requirements(view):
    view.__allows_exempt__ = True
    return view

def guard_entire(requirements, identity=None, throws=None, on_fail=None):
    def guarder():
        if getattr(current_app.view_functions[request.endpoint], "__allows_exempt__", False):
            return None
        return current_app.extensions["allows"].run(requirements, identity, throws, on_fail)
    return guarder

class Permission:
    def __init__(self, *requirements, identity=None, throws=None, on_fail=None):
        self.requirements = requirements
        self.identity = identity
        self.throws = throws
        self.on_fail = on_fail

    def __bool__(self):
        return current_app.extensions["allows"].fulfill(self.requirements, self.identity)

    def __enter__(self):
        allows = current_app.extensions["allows"]
        allows.run(self.requirements, self.identity, self.throws, self.on_fail, use_on_fail_return=False)

    def __exit__(self, kind, value, traceback):
        pass

class Requirement:
    def __call__(self, user, request):
        return self.fulfill(user, request)

    def __and__(self, other):
        return And(self, other)

    def __or__(self, other):
        return Or(self, other)

    def __invert__(self):
        return Not(self)

class And(Requirement):
    def __init__(self, *requirements):
        self.requirements = requirements

    def fulfill(self, user, request):
        return all(requirement(user, request) for requirement in self.requirements)

class Or(And):
    def fulfill(self, user, request):
        return any(requirement(user, request) for requirement in self.requirements)

class Not(And):
    def fulfill(self, user, request):
        return not all(requirement(user, request) for requirement in self.requirements)

def wants_request(requirement):
    return requirement
`;

const models: ReadonlyMap<string, string> = new Map([
  ['flask_allows', flaskAllows],
  ['flask_allows2', flaskAllows],
]);

/** The name that stands for the file of a library's model, in which no place can be shown; undefined where it has none. */
export function modelFile(module: string): string | undefined {
  const [library = module] = module.split('.');
  return models.has(library) ? `<${library}>` : undefined;
}

/** The Python text of such a file. */
export function modelText(file: string): string | undefined {
  return file.startsWith('<') ? models.get(file.slice(1, -1)) : undefined;
}
