/** The routes as a matrix: one row per path and handler, one column per method. */
import type { Verdict } from '../../core/results/results';
import { observedClause, type ObservedRoute } from '../observations';
import type { DocumentRoute } from '../routes-document';
import type { ReportedRoute } from '../security-report';
import { routeSays } from '../verdict-words';
import type { PlaceMarkup } from './place-markup';
import { html, type Markup, nothing } from './html-text';

/** Readable without colour, too. */
const signs: Readonly<Record<Verdict | 'public', string>> = {
  protected: '✓',
  conditional: '◐',
  'presence-only': '!',
  unprotected: '✗',
  unverified: '?',
  public: '○',
};

const usualMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** All routes, in their order. */
export function routesSection(routes: readonly ReportedRoute[], place: PlaceMarkup): Markup {
  if (routes.length === 0) return nothing;
  const used = new Set(routes.flatMap(({ methods }) => methods));
  const methods = [...usualMethods.filter((method) => used.delete(method)), ...[...used].sort()];
  const head = methods.map((method) => html`<th class="sign">${{ text: method }}</th>`);
  return html`<h2>Routes</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            ${head}
            <th>Route</th>
            <th>Verdict</th>
            <th>Handler</th>
          </tr>
        </thead>
        <tbody>
          ${routes.map((route) => routeRow(route, methods, place))}
        </tbody>
      </table>
    </div>`;
}

function routeRow(route: ReportedRoute, methods: readonly string[], place: PlaceMarkup): Markup {
  const state = route.public ? 'public' : route.verdict;
  const cells = methods.map((method) =>
    route.methods.includes(method)
      ? html`<td class="sign">
          <b class="${{ text: state }}" title="${{ text: `${method}: ${routeSays(route)}` }}"
            >${{ text: signs[state] }}</b
          >
        </td>`
      : html`<td class="sign"></td>`,
  );
  const steps = route.evidence.map(({ file, line, says }) => html`<li>${place(file, line)} ${{ text: says }}</li>`);
  const says = html`<span class="${{ text: state }}">${{ text: routeSays(route) }}</span>`;
  const verdict =
    steps.length === 0
      ? says
      : html`<details id="${{ text: routeId(route) }}">
          <summary>${says}</summary>
          <div class="content">
            <ol>
              ${steps}
            </ol>
          </div>
        </details>`;
  const mounted = route.app === null ? html` <span class="quiet">never mounted</span>` : nothing;
  return html`<tr>
    ${cells}
    <td><code>${{ text: route.path }}</code>${mounted}</td>
    <td>${verdict}${route.observed.map((one) => observedLine(one, route.methods.length > 1))}</td>
    <td><code>${{ text: route.handler }}</code> ${place(route.file, route.line)}</td>
  </tr>`;
}

/** One answer of the running app; one that the code does not say stands out. */
function observedLine(observed: ObservedRoute, namesMethod: boolean): Markup {
  const method = namesMethod ? `${observed.method}: ` : '';
  return html`<div class="${{ text: observed.agrees === false ? 'otherwise' : 'quiet' }}">
    ${{ text: `${observed.agrees === false ? '⚠ ' : ''}${method}${observedClause(observed)}` }}
    <span class="quiet">${{ text: observed.answers }}</span>
  </div>`;
}

/** By this the editor's view knows after an update which rows were open. */
function routeId({ file, handler, methods, path }: DocumentRoute): string {
  return `route-${file}-${handler}-${methods.join('-')}-${path}`;
}
