/** The report as HTML: the same content for the file that `scan --format html` writes and for the editor's view. */
import type { ProjectReport } from '../project-report';
import { type Trend, trendSays } from '../comparison';
import { guardedSays } from '../guarded-routes';
import { type SecurityReport, securityReport } from '../security-report';
import { counted } from '../text-blocks';
import { findingsSection, suppressedSection } from './html-findings';
import { htmlPage } from './html-page';
import { routesSection } from './html-routes';
import { html, type Markup, nothing } from './html-text';
import { type PlaceMarkup, plainPlace } from './place-markup';

/** One file that needs nothing else: no script, no address that is loaded. `nonce` lets the page's own style in. */
export function htmlReport(projects: readonly ProjectReport[], nonce: string): string {
  return htmlPage(reportContent(projects, plainPlace), { nonce });
}

/** What stands in the page's body. */
export function reportContent(projects: readonly ProjectReport[], place: PlaceMarkup): Markup {
  const report = securityReport(projects);
  return html`<main>
    ${head(report)} ${costsSection(report)} ${findingsSection(report.findings, place)}
    ${routesSection(report.routes, place)} ${standardsSection(report)} ${suppressedSection(report.suppressed, place)}
    ${unreadableSection(report)}
    <footer>
      A guard is credited for what its code does, never for its name. The score is 100 × the share of guarded routes (a
      conditional or unverified one counts half, public ones are left out), less 10 for each error and 3 for each
      warning that no verdict tells, 50 at most.
    </footer>
  </main>`;
}

function head(report: SecurityReport): Markup {
  const { summary, score, grade } = report;
  const problems = [
    summary.error > 0 ? html`<span class="error">${{ text: counted(summary.error, 'error') }}</span>` : nothing,
    summary.warning > 0 ? html`<span class="warning">${{ text: counted(summary.warning, 'warning') }}</span>` : nothing,
    summary.info > 0 ? html`<span class="info">${{ text: counted(summary.info, 'note') }}</span>` : nothing,
  ].filter((part) => part !== nothing);
  const found = problems.length > 0 ? (problems.join(', ') as Markup) : html`<span class="good">no findings</span>`;
  const suppressed = summary.suppressed > 0 ? `, ${summary.suppressed} suppressed` : '';
  const where = `${guardedSays(summary.guarded)} · ${counted(summary.files, 'file')}`;
  return html`<header>
    <div
      class="grade ${{ text: grade }}"
      role="img"
      aria-label="Score ${{ text: score }} of 100, grade ${{ text: grade }}"
    >
      <b>${{ text: grade }}</b><span>${{ text: `${score}/100` }}</span>
    </div>
    <div>
      <h1>API Key Guard</h1>
      <p>${found}${{ text: suppressed }} · ${{ text: where }}</p>
      ${report.observed === null ? nothing : html`<p class="quiet">${{ text: report.observed }}</p>`}
      ${report.trends.map(trendBlock)}
    </div>
  </header>`;
}

function trendBlock(trend: Trend): Markup {
  const says = html`${{ text: trendSays(trend) }}`;
  if (trend.gone.length === 0) return html`<p class="quiet">${says}</p>`;
  const rows = trend.gone.map(
    ({ rule, file, symbol }) => html`<li>${{ text: rule }} <code>${{ text: file }}</code> ${{ text: symbol }}</li>`,
  );
  return html`<details class="quiet" id="trend-${{ text: trend.with }}">
    <summary>${says}</summary>
    <div class="content">
      Resolved
      <ul>
        ${rows}
      </ul>
    </div>
  </details>`;
}

function costsSection({ costs }: SecurityReport): Markup {
  if (costs.length === 0) return nothing;
  const rows = costs.map(
    ({ says, points }) =>
      html`<tr>
        <td>${{ text: says }}</td>
        <td class="number">${{ text: points > 0 ? `−${points}` : `+${-points}` }}</td>
      </tr>`,
  );
  return html`<h2>What cost points</h2>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function standardsSection({ standards }: SecurityReport): Markup {
  const rows = standards.map(({ standard, id, rules, findings }) => {
    const address = standard.addressOf(id);
    const name = address === null ? html`${{ text: id }}` : html`<a href="${{ text: address }}">${{ text: id }}</a>`;
    const count =
      findings === 0
        ? html`<td class="number">–</td>`
        : html`<td class="number"><b class="error">${{ text: findings }}</b></td>`;
    return html`<tr${findings === 0 ? html` class="none"` : nothing}><td>${{ text: standard.name }}</td><td>${name}</td>
<td>${{ text: standard.titleOf(id) }}</td><td>${{ text: rules.map((rule) => rule.id).join(', ') }}</td>${count}</tr>`;
  });
  return html`<h2>Standards</h2>
    <details id="standards">
      <summary>CWE, OWASP API Security Top 10 2023 and PCI DSS 4.0: what the rules stand for</summary>
      <div class="content wide">
        <table>
          <thead>
            <tr>
              <th>Standard</th>
              <th>Entry</th>
              <th>About</th>
              <th>Rules</th>
              <th class="number">Findings</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </details>`;
}

function unreadableSection({ unreadable }: SecurityReport): Markup {
  if (unreadable.length === 0) return nothing;
  const rows = unreadable.map(({ file, reason }) => html`<li><code>${{ text: file }}</code>: ${{ text: reason }}</li>`);
  return html`<h2>Not judged, or only in part</h2>
    <ul>
      ${rows}
    </ul>`;
}
