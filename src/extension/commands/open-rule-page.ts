import * as vscode from 'vscode';

/** Opens a rule's page as a preview; without a rule (command palette) the person chooses one. */
export async function openRulePage({ extension }: vscode.ExtensionContext, rule: unknown): Promise<void> {
  const pages = vscode.Uri.joinPath(extension.extensionUri, 'media', 'rules');
  const chosen = typeof rule === 'string' ? rule : await chooseRule(extension.packageJSON as Manifest);
  // A rule's id is a plain word; anything else could name a file outside of the pages' folder.
  if (chosen === undefined || !/^[a-z][a-z-]*$/.test(chosen)) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(pages, `${chosen}.md`));
}

/** The part of `package.json` that lists the rules with their titles. */
interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'apiKeyGuard.rules': {
          readonly properties: Readonly<Record<string, { readonly description: string }>>;
        };
      };
    };
  };
}

async function chooseRule({ contributes }: Manifest): Promise<string | undefined> {
  const rules = contributes.configuration.properties['apiKeyGuard.rules'].properties;
  const items = Object.entries(rules).map(([label, { description }]) => ({ label, description }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which rule should be explained?'),
    matchOnDescription: true,
  });
  return chosen?.label;
}
