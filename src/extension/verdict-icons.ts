import * as vscode from 'vscode';
import type { RouteMessage } from '../protocol/messages';

type Verdict = RouteMessage['verdict'];

/** A verdict, or public by intent. */
export type ShownVerdict = Verdict | 'public';

/** Verdicts as headings. */
export const verdictTitles: Readonly<Record<ShownVerdict, string>> = {
  unprotected: 'No API key check',
  'presence-only': 'Any key is accepted',
  conditional: 'Some requests skip the check',
  unverified: 'Guard cannot be read',
  protected: 'Guarded',
  public: 'Public by intent',
};

/** Verdicts in words, after a count. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  protected: 'guarded',
  conditional: 'guarded for some requests only',
  'presence-only': 'that accept any key',
  unprotected: 'without a check',
  unverified: 'with a guard that cannot be read',
};

const icons: Readonly<Record<ShownVerdict, readonly [icon: string, color: string]>> = {
  protected: ['shield', 'testing.iconPassed'],
  conditional: ['warning', 'list.warningForeground'],
  'presence-only': ['warning', 'list.errorForeground'],
  unprotected: ['unlock', 'list.errorForeground'],
  unverified: ['question', 'descriptionForeground'],
  public: ['globe', 'descriptionForeground'],
};

/** The icon of a route in the tree. */
export function routeIcon(route: RouteMessage): vscode.ThemeIcon {
  return verdictIcon(route.publicReason === null ? route.verdict : 'public');
}

/** The icon of a verdict. */
export function verdictIcon(verdict: ShownVerdict): vscode.ThemeIcon {
  const [icon, color] = icons[verdict];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
