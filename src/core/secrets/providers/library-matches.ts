/** The formats that secretlint's maintainers keep: https://github.com/secretlint/secretlint */
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintSourceCode } from '@secretlint/types';
import type { Span } from '../../text/span';
import type { FormatMatch } from './format-match';

/**
 * What this house does with more context: names, addresses, PEM blocks, markers. Also three patterns that accept what
 * documentation prints (`xoxb-1234-1234-abc123`) or refuse what is issued (a `-` in SendGrid's, short keys of Stripe's).
 * A rule that a later release adds works without a change here.
 */
const doneHere = /-(?:aws|basicauth|database-connection-string|gcp|privatekey|filter-comments|slack|sendgrid|stripe)$/;

const spelled: Readonly<Record<string, string>> = {
  '1password': '1Password',
  github: 'GitHub',
  gitlab: 'GitLab',
  'hashicorp-vault': 'HashiCorp Vault',
  huggingface: 'Hugging Face',
  npm: 'npm',
  openai: 'OpenAI',
};

interface LibraryRule {
  readonly provider: string;
  readonly find: (text: string) => readonly Span[];
}

const libraryRules: readonly LibraryRule[] = rules
  .filter((rule) => !doneHere.test(rule.meta.id))
  .map((rule) => {
    let found: Span[] = [];
    const handler = rule.create(
      {
        sharedOptions: {},
        // Its messages hold the whole key: none is ever made.
        createTranslator: () => (messageId) => ({ message: '', messageId: String(messageId), data: {} }),
        report: ({ range: [start, end] }) => found.push({ start, end }),
        ignore: () => undefined,
      },
      {},
    );
    const find = (content: string): readonly Span[] => {
      found = [];
      // The rules read no more of a source than this, and answer at once.
      void handler.file?.({ filePath: 'text', content, ext: '' } as SecretLintSourceCode);
      return found;
    };
    return { provider: providerOf(rule.meta.id), find };
  });

function providerOf(ruleId: string): string {
  const name = ruleId.replace(/^.*secretlint-rule-/, '');
  return spelled[name] ?? name.replace(/(?:^|-)([a-z])/g, (_, first: string) => ` ${first.toUpperCase()}`).trim();
}

/** What the library's rules find; they read all areas at once, for starting them costs more than reading. */
export function libraryMatches(text: string, areas: readonly Span[]): readonly FormatMatch[] {
  let joined = '';
  const starts = areas.map(({ start, end }) => {
    const at = joined.length;
    joined += `${text.slice(start, end)}\n`;
    return at;
  });
  return libraryRules.flatMap(({ provider, find }) =>
    find(joined).map(({ start, end }) => {
      const prefix = publicPrefix(joined.slice(start, end));
      const area = lastUpTo(start, starts);
      const shift = (areas[area]?.start ?? 0) - (starts[area] ?? 0);
      return { provider, prefix, start: start + shift, end: end + shift, isHarmless: false };
    }),
  );
}

/** Index of the last of ascending numbers that is not above a limit. */
function lastUpTo(limit: number, ascending: readonly number[]): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `sk-proj-`, `github_pat_`, `hvs.`: words that are the same in all keys of a format. */
function publicPrefix(key: string): string {
  return /^[A-Za-z]{2,8}[_.-](?:(?:proj|svcacct|pat|api|ant)[_-])*/.exec(key)?.[0] ?? '';
}
