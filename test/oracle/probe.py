"""Calls every route of a running Flask app with no key, an empty one, wrong ones and the right one."""
import uuid
from dataclasses import dataclass, replace
from itertools import combinations
from urllib.parse import quote

SAMPLES = {
    "IntegerConverter": "1",
    "FloatConverter": "1.5",
    "UUIDConverter": str(uuid.UUID(int=1)),
    "PathConverter": "a/b",
}
LOGIN_WORDS = ("login", "signin", "sign-in", "/auth")
METHODS_NOT_OURS = {"HEAD", "OPTIONS"}


@dataclass
class Probe:
    """One kind of request: which key is sent and what else."""

    credential: str  # none, empty, wrong, right or other
    key: object  # None sends no credential at all
    tweaks: tuple = ()  # of (kind, name, value): what is sent besides
    only: tuple = ()  # kind and name of the one place in which the key is sent
    after: tuple = ()  # method and path of a request that comes before
    login: tuple = ()  # what that one sends: a credential and a key, where they are others

    @property
    def name(self):
        """For people: `wrong:test-key-0 with query preview=1`."""
        shown = f"{self.credential}:{self.key}" if self.credential in ("wrong", "other") else self.credential
        return f"{shown} with {self.tweak_name}" if self.tweak_name else shown

    @property
    def tweak_name(self):
        """Empty for a plain request."""
        only = [f"the key in {self.only[0]} {self.only[1]} only"] if self.only else []
        by = f" by {self.login[0]}:{self.login[1]}" if self.login else ""
        before = [f"{self.after[0]} {self.after[1]} before{by}"] if self.after else []
        return " and ".join([*only, *before, *(f"{kind} {name}={value}" for kind, name, value in self.tweaks)])

    @property
    def group(self):
        """Requests of one group differ in their credential alone. A valid login is one."""
        return "" if self.login and self.credential == "right" else self.tweak_name


def probes_of(directives, right):
    """No key, an empty key, wrong keys that share the right one's shape, the right one, and what the fixture adds."""
    wrongs = ["wrong-key-0", right[:-1] + ("0" if right[-1:] != "0" else "9"), right[:-1] or "w", *directives.wrong]
    wrongs = [value for value in dict.fromkeys(wrongs) if value != right]
    known = [] if directives.right_unknown else [("right", right)]
    keys = [("none", None), ("empty", ""), *(("wrong", value) for value in wrongs), *known]
    probes = [Probe(*key) for key in keys]
    probes += [Probe("other", value) for value in directives.other]
    # Two together may do what neither does alone.
    for tweaks in [*((tweak,) for tweak in directives.also), *pairs(directives.also)]:
        probes += [Probe(*key, tweaks) for key in keys]
    for after in directives.after:
        probes += [replace(probe, after=after) for probe in probes if not probe.after]
        # Whoever logged in with a valid key needs to send none any more; with any other, whatever comes next is none.
        probes += [Probe(*key, after=after, login=login) for login in keys if login not in known for key in keys if key not in known]
        probes += [Probe("right", key, after=after, login=login) for login in known for key in (None, "")]
    for only in directives.only:
        probes += [Probe(*key, only=only) for key in keys[1:]]
    return probes


def pairs(tweaks):
    """Each two of them that are not sent in one place."""
    return [pair for pair in combinations(tweaks, 2) if pair[0][:2] != pair[1][:2]]


def probe_app(app, directives, right, effect):
    """Rules of the app with what each probe got: [{path, endpoint, methods, results: {method: [result]}}]."""
    probes = probes_of(directives, right)
    listing = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        methods = sorted((rule.methods or {"GET"}) - METHODS_NOT_OURS)
        results = {method: [ask(app, rule, method, probe, directives, effect) for probe in probes] for method in methods}
        listing.append({"path": rule.rule, "endpoint": rule.endpoint, "methods": methods, "results": results})
    return listing


def url_of(app, rule, directives, key):
    """A concrete URL of the rule and the base URL of its host."""
    values = {}
    for name in rule.arguments:
        if name in (rule.defaults or {}):
            values[name] = rule.defaults[name]
            continue
        converter = rule._converters.get(name)
        values[name] = converter.to_python(sample_of(name, converter, directives, key)) if converter else "x"
    server = app.config.get("SERVER_NAME") or "localhost"
    domain, path = rule.build(values, append_unknown=False)
    if app.url_map.host_matching and domain:
        return path, f"http://{domain}"
    return path, f"http://{domain}.{server}" if domain else f"http://{server}"


def sample_of(name, converter, directives, key):
    """A value in the converter's own form; a key carried in the path goes into its parameter."""
    for kind, carried, template in directives.carriers:
        if kind == "path" and carried == name:
            return template.format(key=key) if key else "nothing"
    if name in directives.params:
        return directives.params[name]
    if type(converter).__name__ == "AnyConverter":
        return sorted(getattr(converter, "items", ["x"]))[0]
    return SAMPLES.get(type(converter).__name__, "x")


def ask(app, rule, method, probe, directives, effect):
    """One request; a fresh client each time, so that no cookie is left over."""
    try:
        path, base = url_of(app, rule, directives, probe.key)
    except Exception as error:  # a rule that cannot be built is reported, not hidden
        return {"probe": probe.name, "credential": probe.credential, "tweak": probe.group, "status": 0, "served": False, "note": f"cannot build a URL: {error!r}"}
    # A client that keeps cookies would drop the header in which the fixture's cookie travels.
    client = app.test_client(use_cookies=not any(kind == "cookie" for kind, *_ in directives.carriers))
    arguments = request_arguments(app, client, probe, directives)
    if probe.after:
        first = request_arguments(app, client, Probe(*probe.login), directives) if probe.login else arguments
        answer(client, probe.after[1], {"method": probe.after[0], "base_url": base, **first}, directives)
    before = len(effect) if effect is not None else 0
    status, served = answer(client, path, {"method": method, "base_url": base, **arguments}, directives)
    worked = len(effect) > before if effect is not None else False
    return {
        "probe": probe.name,
        "credential": probe.credential,
        "tweak": probe.group,
        "status": status,
        "served": served,
        "worked": worked,
    }


def answer(client, path, arguments, directives):
    """Status of one request and whether the view answered; what fails outside Flask, in WSGI middleware, a server answers with 500."""
    try:
        response = client.open(path, **arguments)
        hops = 0
        while response.status_code == 308 and hops < 3:  # routing's own redirect (defaults, trailing slash)
            response = client.open(response.headers["Location"], **arguments)
            hops += 1
        return response.status_code, is_served(response, directives)
    except Exception:
        return 500, False


def is_served(response, directives):
    """Whether the view's own work answered: no error, no way to a login page."""
    if response.status_code >= 400:
        return False
    if 300 <= response.status_code < 400:
        location = response.headers.get("Location", "").lower()
        return not any(word in location for word in LOGIN_WORDS)
    return directives.body in response.get_data(as_text=True) if directives.body else True


def request_arguments(app, client, probe, directives):
    """Keyword arguments of the test client for one probe."""
    sent = {"headers": {}, "query_string": {}}
    if probe.key is not None:
        for kind, name, template in directives.carriers:
            if probe.only and probe.only != (kind, name):
                continue
            carry(app, client, sent, kind, name, template.replace("{key}", probe.key))
    for tweak in probe.tweaks:
        carry(app, client, sent, *tweak)
    return sent


def carry(app, client, sent, kind, name, value):
    """Puts one value where the fixture says that it travels."""
    if kind == "header":
        sent["headers"][name] = value
    elif kind == "query":
        sent["query_string"][name] = value
    elif kind == "cookie":
        sent["headers"]["Cookie"] = f"{name}={quote(value)}"
    elif kind == "form":
        sent.setdefault("data", {})[name] = value
    elif kind == "json":
        sent.setdefault("json", {})[name] = value
    elif kind == "basic":
        sent["auth"] = (name, value)
    elif kind == "session" and value:
        with client.session_transaction() as session:
            session[name] = value
