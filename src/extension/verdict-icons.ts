import * as vscode from 'vscode';
import type { RouteMessage } from '../protocol/messages';

type Verdict = RouteMessage['verdict'];

/** A verdict, or public by intent. */
export type ShownVerdict = Verdict | 'public';

/** Verdicts as headings. */
export function verdictTitles(): Readonly<Record<ShownVerdict, string>> {
  return {
    unprotected: vscode.l10n.t('No API key check'),
    'presence-only': vscode.l10n.t('Any key is accepted'),
    conditional: vscode.l10n.t('Some requests skip the check'),
    unverified: vscode.l10n.t('Guard cannot be read'),
    protected: vscode.l10n.t('Guarded'),
    public: vscode.l10n.t('Public by intent'),
  };
}

/** Colours that every theme has, those of high contrast too. */
const icons: Readonly<Record<ShownVerdict, readonly [icon: string, color: string]>> = {
  protected: ['shield', 'testing.iconPassed'],
  conditional: ['warning', 'problemsWarningIcon.foreground'],
  'presence-only': ['warning', 'problemsErrorIcon.foreground'],
  unprotected: ['unlock', 'problemsErrorIcon.foreground'],
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
