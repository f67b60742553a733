/** A small analysed project made by hand, so that reports are tested without the analysis. */
import type { Analysis, Finding, Route } from '../../src/core/results/results';
import { defaultSettings } from '../../src/core/analysis/settings';
import type { ProjectReport } from '../../src/report/project-report';

/** Two lines of code per file are enough to tell lines and columns apart. */
export const sampleText = 'app = Flask(__name__)\n@app.get("/x")\ndef view():\n    return "x"\n';

/** Where `def view` stands in `sampleText`. */
const definition = { start: sampleText.indexOf('def'), end: sampleText.indexOf('view') + 4 };

/** A route of `app.py`, unprotected unless said otherwise. */
export function sampleRoute(changes: Partial<Route> = {}): Route {
  return {
    location: { file: 'app.py', span: definition },
    handler: 'view',
    endpoint: 'view',
    path: '/x',
    methods: ['GET'],
    app: 'app',
    blueprint: null,
    verdict: 'unprotected',
    public: null,
    guards: [],
    evidence: [{ file: 'app.py', span: definition, says: 'no check' }],
    credentials: [],
    ...changes,
  };
}

/** A finding of `app.py`, not suppressed unless said otherwise. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    file: 'app.py',
    span: definition,
    rule: 'unprotected-route',
    severity: 'error',
    message: 'Anyone can call GET /x',
    related: [{ file: 'app.py', span: { start: 0, end: 3 }, says: 'the app has no hook' }],
    symbol: 'view GET /x',
    code: '0000000000000001',
    fingerprint: 'f1',
    suppressed: null,
    ...changes,
  };
}

/** A report over these results; every file has `sampleText`. */
export function sampleReport(analysis: Partial<Analysis>): ProjectReport {
  return {
    analysis: { routes: [], findings: [], unreadable: [], fileCount: 1, ...analysis },
    settings: defaultSettings,
    text: () => sampleText,
    nameOf: (file) => file,
    comparisons: [],
    keyAges: new Map(),
    fixes: ({ rule }) =>
      rule === 'unprotected-route' ? [{ title: 'Insert the guard', kind: 'insert-guard', safe: false, edits: [] }] : [],
    rule: (id) => ({
      id,
      title: 'Nobody checks the key',
      severity: 'error',
      why: 'Because.',
      bad: 'bad()\n',
      good: 'good()\n',
      cwe: ['CWE-306'],
      owasp: ['API2:2023'],
      pci: ['6.2.4'],
      fixes: ['insert-guard'],
    }),
  };
}
