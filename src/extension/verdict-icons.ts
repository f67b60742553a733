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
