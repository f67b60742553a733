import * as vscode from 'vscode';
import type { RouteMessage } from '../protocol/messages';

type Verdict = RouteMessage['verdict'];

/** Verdicts in words, after a count. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  protected: 'guarded',
  conditional: 'guarded for some requests only',
  'presence-only': 'that accept any key',
  unprotected: 'without a check',
  unverified: 'with a guard that cannot be read',
};

const icons: Readonly<Record<Verdict, readonly [icon: string, color: string]>> = {
  protected: ['shield', 'testing.iconPassed'],
  conditional: ['warning', 'list.warningForeground'],
  'presence-only': ['warning', 'list.errorForeground'],
  unprotected: ['unlock', 'list.errorForeground'],
  unverified: ['question', 'descriptionForeground'],
};

/** The icon of a route in the tree. */
export function routeIcon(route: RouteMessage): vscode.ThemeIcon {
  if (route.publicReason !== null) return new vscode.ThemeIcon('globe', new vscode.ThemeColor('descriptionForeground'));
  const [icon, color] = icons[route.verdict];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
