import type { AnalysisSettings, Route } from '../results/results';
import type { AppImport } from './app-imports';

/** What a guard test is written for. */
export interface GuardedProject {
  readonly apps: readonly AppImport[];
  /** Environment variables without which the apps do not start. */
  readonly variables: readonly string[];
  readonly routes: readonly Route[];
  readonly settings: AnalysisSettings;
}

/**
 * A pytest module that walks each app's `url_map` and expects every route to refuse callers without a valid key, but for
 * the endpoints declared public. It asks Flask itself, so it also sees routes that are added later.
 */
export function guardTestText({ apps, variables, routes, settings }: GuardedProject): string {
  return `"""Every route refuses callers without a valid API key. Created by API Key Guard; change it as you like."""
${importLines(apps, variables)}
APPS = [
${apps.map(({ expression }) => `    ${expression},\n`).join('')}]

# Endpoints that anyone may call, and why.
PUBLIC = {
${publicEntries(routes)}}

# What a caller without a valid key sends.
HEADERS = [
    {},
    {"${settings.headerName}": ""},
    {"${settings.headerName}": "not-a-valid-key"},
]

SAMPLES = {"int": "1", "float": "1.5", "uuid": "00000000-0000-4000-8000-000000000000"}


def path_of(rule):
    """A URL that the rule matches."""

    def sample(parameter):
        converter, options = parameter.groups()
        if converter == "any":
            return options.split(",")[0].strip(" '\\"")
        return SAMPLES.get(converter, "x")

    return re.sub(r"<(?:(\\w+)(?:\\(([^)]*)\\))?:)?\\w+>", sample, rule.rule)


def calls():
    for app in APPS:
        for rule in app.url_map.iter_rules():
            if rule.endpoint in PUBLIC or rule.endpoint.split(".")[-1] == "static":
                continue
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield pytest.param(app, rule, method, id=f"{method} {rule.rule}")


@pytest.mark.parametrize("headers", HEADERS, ids=["no key", "empty key", "wrong key"])
@pytest.mark.parametrize(("app", "rule", "method"), calls())
def test_refuses_without_valid_key(app, rule, method, headers):
    response = app.test_client().open(path_of(rule), method=method, headers=headers)
    leads_to_login = response.status_code in (302, 303, 307) and "login" in response.headers["Location"]
    assert response.status_code in (401, 403) or leads_to_login, response.status
`;
}

function importLines(apps: readonly AppImport[], variables: readonly string[]): string {
  const modules = [...new Set(apps.map(({ module }) => module))].sort();
  const own = (remark: string): string => modules.map((module) => `import ${module}${remark}\n`).join('');
  if (variables.length === 0) return `import re\n\nimport pytest\n\n${own('')}`;
  const settings = variables.map((name) => `os.environ.setdefault("${name}", "only-for-this-test")\n`).join('');
  return `import os\nimport re\n\nimport pytest\n\n# Without these the app does not start.\n${settings}\n${own('  # noqa: E402')}`;
}

function publicEntries(routes: readonly Route[]): string {
  const reasons = new Map<string, string>();
  for (const { endpoint, public: declared, app } of routes)
    if (declared && app !== null) reasons.set(endpoint, declared.reason);
  return [...reasons]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([endpoint, reason]) =>
        `    ${JSON.stringify(endpoint)},${reason === '' ? '' : `  # ${reason.replaceAll(/\s+/g, ' ')}`}\n`,
    )
    .join('');
}

/** Where the module goes: into the project's own folder of tests. */
export function guardTestPath(files: readonly string[]): string {
  const folder = files.some((file) => file.startsWith('test/')) ? 'test' : 'tests';
  return `${folder}/test_api_key_guard.py`;
}
