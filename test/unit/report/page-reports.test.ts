import { strict as assert } from 'node:assert';
import { rules } from '../../../src/core/rules/registry';
import { codeQualityReport } from '../../../src/report/gitlab';
import { htmlPage } from '../../../src/report/html/html-page';
import { htmlReport } from '../../../src/report/html/html-report';
import { html } from '../../../src/report/html/html-text';
import { markdownReport } from '../../../src/report/markdown/markdown-report';
import type { ProjectReport } from '../../../src/report/project-report';
import { standards } from '../../../src/report/standards';
import { sampleFinding, sampleReport, sampleRoute } from '../../support/sample-report';

/** What whoever writes the code may choose: names of files, routes and handlers, and reasons. */
const hostile = `"><img src=x onerror=alert(1)>'</style><script>\`|@everyone\u202e[x](javascript:1)`;

function hostileReport(): ProjectReport {
  const location = { file: 'app.py', span: { start: 0, end: 0 } };
  const report = sampleReport({
    routes: [
      sampleRoute({ path: hostile, handler: hostile, methods: [hostile] }),
      sampleRoute({ public: { reason: hostile, location } }),
    ],
    findings: [sampleFinding({ message: hostile }), sampleFinding({ suppressed: { reason: hostile } })],
    unreadable: [{ file: hostile, reason: hostile }],
  });
  const gone = [{ rule: hostile, file: hostile, symbol: hostile }];
  const comparison = { with: hostile, reason: hostile, known: new Set<never>(), gone, score: null };
  const observed = { method: hostile, says: hostile, answers: hostile, agrees: false };
  const observations = { url: hostile, answers: new Map(), of: () => [observed] };
  return { ...report, nameOf: () => hostile, comparisons: [comparison], observations };
}

describe('htmlReport', () => {
  it('lets nothing out of its place', () => {
    const page = htmlReport([hostileReport()], 'n0nce');
    const tags = new Set([...page.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag?.toLowerCase()));
    assert.ok(!tags.has('img') && !tags.has('script'), [...tags].join());
    assert.equal(page.match(/<style/g)?.length, 1);
    assert.equal(page.match(/<\/style/g)?.length, 1);
    assert.ok(page.includes('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&lt;/style&gt;'));
    assert.ok(!page.includes('\u202e') && page.includes('\\u202e'));
  });

  it('loads nothing and lets its own style in only', () => {
    const page = htmlReport([sampleReport({ findings: [sampleFinding()], routes: [sampleRoute()] })], 'n0nce');
    assert.ok(page.includes(`default-src &#39;none&#39;; style-src &#39;nonce-n0nce&#39;`));
    assert.ok(page.includes('<style nonce="n0nce">'));
    assert.doesNotMatch(page, /\s(?:src|style|on\w+)=|@import|url\(/);
    for (const [, address] of page.matchAll(/href="([^"]*)"/g)) assert.match(address ?? '', /^https:/);
  });

  it('shows score, costs, routes and findings with their steps', () => {
    const page = htmlReport([sampleReport({ findings: [sampleFinding()], routes: [sampleRoute()] })], 'n0nce');
    for (const part of ['0/100', '1 route of 1: no API key check', 'the app has no hook', 'app.py:3', 'CWE-306'])
      assert.ok(page.includes(part), part);
  });
});

describe('what the running app answered', () => {
  const answers = 'none 200 · empty 200 · wrong 200';
  const observed = { method: 'GET', says: 'answers without a key', answers, agrees: false };
  const observations = { url: 'http://127.0.0.1:5000', answers: new Map(), of: () => [observed] };
  const report = { ...sampleReport({ routes: [sampleRoute({ verdict: 'protected' })] }), observations };
  const says = ['the running app at http://127.0.0.1:5000: 0 of 1 answer as the code says, 1 otherwise', answers];

  it('stands beside the verdict in HTML, and stands out where the code says otherwise', () => {
    const page = htmlReport([report], 'n0nce');
    for (const part of says) assert.ok(page.includes(part), part);
    assert.match(page, /class="otherwise">\s*⚠ but the running app answers without a key/);
  });

  it('stands beside the verdict in Markdown', () => {
    const text = markdownReport([report]);
    assert.ok(text.includes('1 otherwise') && text.includes('⚠️ GET: but the running app answers without a key'), text);
  });

  it('is no part of a report where nobody asked', () => {
    const page = htmlReport([sampleReport({ routes: [sampleRoute()] })], 'n0nce');
    assert.ok(!page.includes('running app'));
  });
});

describe('htmlPage', () => {
  it('lets one script in where there is one, by the nonce', () => {
    const page = htmlPage(html`<main></main>`, { nonce: 'n0nce', script: 'https://host/page.js?"' });
    assert.ok(
      page.includes(`style-src &#39;nonce-n0nce&#39;; script-src &#39;nonce-n0nce&#39;; base-uri &#39;none&#39;`),
    );
    assert.ok(page.includes('<script nonce="n0nce" src="https://host/page.js?&quot;"></script>'));
  });
});

describe('markdownReport', () => {
  it('keeps hostile names in their cells and calls nobody', () => {
    const text = markdownReport([hostileReport()]);
    // What is escaped is no markup; a span of code ends at a fence of its own length.
    const outsideCode = text.replace(/\\./g, '').replace(/(`+)[^`].*?[^`]\1(?!`)/g, '');
    assert.doesNotMatch(outsideCode.replaceAll(/<\/?(?:details|summary)>|<!-- api-key-guard -->/g, ''), /<|@|\]\(java/);
    for (const row of text.split('\n').filter((line) => line.startsWith('|')))
      assert.ok([3, 4, 5, 6].includes(row.split(/(?<!\\)\|/).length - 1), row);
  });

  it('stays short enough for a comment and says what it left out', () => {
    const findings = Array.from({ length: 3000 }, () => sampleFinding());
    const routes = Array.from({ length: 3000 }, () => sampleRoute());
    const text = markdownReport([sampleReport({ findings, routes })]);
    assert.ok(text.length < 65_536, String(text.length));
    assert.ok(text.includes('and 2,940 findings more') && text.includes('and 2,940 routes more'));
  });
});

describe('codeQualityReport', () => {
  it('gives what is not suppressed in GitLab’s form', () => {
    const findings = [sampleFinding(), sampleFinding({ suppressed: { reason: 'demo' } })];
    assert.deepEqual(codeQualityReport([sampleReport({ findings })]), [
      {
        description: 'Anyone can call GET /x',
        check_name: 'unprotected-route',
        fingerprint: 'f1',
        severity: 'critical',
        location: { path: 'app.py', lines: { begin: 3, end: 3 } },
      },
    ]);
  });
});

describe('standards', () => {
  it('have a title for every entry that a rule names', () => {
    for (const standard of standards)
      for (const id of rules.flatMap((rule) => standard.entriesOf(rule)))
        assert.notEqual(standard.titleOf(id), '', `${standard.name} ${id}`);
  });
});
