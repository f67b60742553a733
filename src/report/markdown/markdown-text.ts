/** Text for GitHub's and GitLab's Markdown, where an `@` calls people and a `|` ends a cell. */
import { visible } from '../visible-text';

/** Plain text: nothing in it is markup, a mention or a reference. */
export function plain(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()!|~$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/#/g, '&#35;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, ':&#47;&#47;');
}

/** Code; a fence longer than any in the text, so that nothing gets out of it. */
export function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  if (shown === '') return '';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Something to open by a click. */
export function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
