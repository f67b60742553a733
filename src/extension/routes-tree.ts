import * as vscode from 'vscode';
import { methods, type FolderRoutes, type RouteMessage } from '../protocol/messages';
import { commandIds, contextKeys } from './command-ids';
import { isProblem, routeNodes, type GroupNode, type RouteLeaf, type RouteNode, type RouteView } from './route-nodes';
import type { ServerHandle } from './server-handle';
import { routeIcon, verdictIcon } from './verdict-icons';

const groupIcons = { folder: 'root-folder', app: 'server-process', blueprint: 'symbol-namespace' } as const;

/** The view *Flask Routes* of the Explorer. */
export class RoutesTree implements vscode.TreeDataProvider<RouteNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changeEmitter.event;
  private readonly subscription: vscode.Disposable;
  private shown: RouteView = { groupBy: 'app', problemsOnly: false, filter: '' };

  constructor(private readonly server: ServerHandle) {
    this.subscription = server.onRoutesChanged(() => {
      this.changeEmitter.fire(undefined);
    });
  }

  /** How the tree is arranged. */
  get view(): RouteView {
    return this.shown;
  }

  /** Arranges or filters the tree anew. */
  async show(change: Partial<RouteView>): Promise<void> {
    this.shown = { ...this.shown, ...change };
    const { groupBy, problemsOnly, filter } = this.shown;
    const keys = {
      [contextKeys.problemsOnly]: problemsOnly,
      [contextKeys.byVerdict]: groupBy === 'verdict',
      [contextKeys.filtered]: filter !== '',
    };
    for (const [key, value] of Object.entries(keys)) await vscode.commands.executeCommand('setContext', key, value);
    this.changeEmitter.fire(undefined);
  }

  /** Asks the server only once it runs: an open but empty view must not start it. */
  async getChildren(node?: RouteNode): Promise<RouteNode[]> {
    if (node) return node.kind === 'route' ? [] : [...node.children];
    const client = await this.server.ifStarted;
    if (!client) return [];
    return [...routeNodes(await client.sendRequest<FolderRoutes[]>(methods.routes), this.shown)];
  }

  getTreeItem(node: RouteNode): vscode.TreeItem {
    return node.kind === 'route' ? routeItem(node) : groupItem(node);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }
}

function groupItem(group: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = group.id;
  item.description = group.kind === 'verdict' ? countOf(group) : describeGroup(group.routes);
  item.tooltip = `${group.label}, ${item.description}`;
  item.iconPath =
    group.kind === 'verdict'
      ? verdictIcon(group.verdict ?? 'unverified')
      : new vscode.ThemeIcon(groupIcons[group.kind]);
  item.contextValue = group.kind;
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

/** How many routes of a verdict there are, and how many of them a filter shows. */
function countOf({ children, routes }: GroupNode): string {
  return children.length === routes.length
    ? String(routes.length)
    : vscode.l10n.t('{0} of {1}', children.length, routes.length);
}

/** As in the status bar, a route that is public by intent is no part of the whole. */
function describeGroup(routes: readonly RouteMessage[]): string {
  const problems = routes.filter(isProblem).length;
  const total = routes.filter((route) => route.publicReason === null).length;
  if (total === 0) return vscode.l10n.t('public');
  return problems === 0 ? vscode.l10n.t('all guarded') : vscode.l10n.t('{0} of {1} not guarded', problems, total);
}

const disagreementIcon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));

function routeItem(leaf: RouteLeaf): vscode.TreeItem {
  const { id, route } = leaf;
  const item = new vscode.TreeItem(`${route.methods.join(',')} ${route.path}`);
  item.id = id;
  const says = route.observed ? `${route.says} · ${route.observed.says}` : route.says;
  item.description = says;
  item.iconPath = route.observed?.agrees === false ? disagreementIcon : routeIcon(route);
  item.contextValue = 'route';
  item.tooltip = tooltip(route);
  item.command = { title: vscode.l10n.t('Open'), command: commandIds.openRoute, arguments: [leaf] };
  item.accessibilityInformation = { label: `${route.methods.join(', ')} ${route.path}, ${says}` };
  return item;
}

/** What does not fit into the row; the names are the project's, so they are no markup. */
function tooltip({ methods: verbs, path, handler, uri, says, observed }: RouteMessage): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendText(`${verbs.join(', ')} ${path}`)
    .appendMarkdown('**\n\n');
  text.appendText(says).appendMarkdown('\n\n');
  if (observed) text.appendText(`${observed.says} (${observed.answers})`).appendMarkdown('\n\n');
  text.appendText(`${handler}, ${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}`);
  return text;
}
