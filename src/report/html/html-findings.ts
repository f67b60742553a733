/** Findings by rule, each with the steps that prove it and what can be done. */
import type { ExplainedFinding } from '../scan-document';
import type { RuleFindings } from '../security-report';
import { counted } from '../text-blocks';
import type { PlaceMarkup } from './place-markup';
import { html, type Markup, nothing } from './html-text';

/** The findings that count. */
export function findingsSection(groups: readonly RuleFindings[], place: PlaceMarkup): Markup {
  if (groups.length === 0) return nothing;
  return html`<h2>Findings</h2>
    ${groups.map((group) => ruleDetails(group, place))}`;
}

/** The findings that a marker or a baseline suppresses, with the reason. */
export function suppressedSection(explained: readonly ExplainedFinding[], place: PlaceMarkup): Markup {
  if (explained.length === 0) return nothing;
  const rows = explained.map(
    ({ finding }) =>
      html`<li>
        ${{ text: finding.message }} ${place(finding.file, finding.line)}
        <span class="quiet">${{ text: finding.suppressed?.reason || 'no reason given' }}</span>
      </li>`,
  );
  return html`<h2>Suppressed</h2>
    <details id="suppressed">
      <summary>${{ text: counted(explained.length, 'finding') }}</summary>
      <div class="content">
        <ul>
          ${rows}
        </ul>
      </div>
    </details>`;
}

function ruleDetails({ rule, severity, findings }: RuleFindings, place: PlaceMarkup): Markup {
  return html`<details id="rule-${{ text: rule.id }}" open>
    <summary>
      <b class="${{ text: severity }}">${{ text: rule.title }}</b>
      <span class="quiet">${{ text: rule.id }} · ${{ text: findings.length }}</span>
    </summary>
    <div class="content">
      <p>${{ text: rule.why }}</p>
      ${findings.map((explained) => findingBlock(explained, place))}
      <details id="example-${{ text: rule.id }}">
        <summary>How it is done well</summary>
        <div class="content examples">
          <div>
            Instead of
            <pre><code>${code(rule.bad)}</code></pre>
          </div>
          <div>
            write
            <pre><code>${code(rule.good)}</code></pre>
          </div>
        </div>
      </details>
    </div>
  </details>`;
}

function findingBlock({ finding, steps }: ExplainedFinding, place: PlaceMarkup): Markup {
  const evidence = steps.map(({ file, line, says }) => html`<li>${place(file, line)} ${{ text: says }}</li>`);
  return html`<div class="finding">
    <b>${{ text: finding.message }}</b> ${place(finding.file, finding.line)}
    ${
      evidence.length === 0
        ? nothing
        : html`<ol>
            ${evidence}
          </ol>`
    }
  </div>`;
}

/** Lines stay lines: only what stands in them is escaped. */
function code(text: string): Markup {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => html`${{ text: line }}`)
    .join('\n') as Markup;
}
