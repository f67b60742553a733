import * as vscode from 'vscode';
import { check } from './check';
import { extensionId } from './editor-state';

/** What agents of VS Code get, asked as an agent asks. */
export function registerAgentTests(): void {
  describe('for agents', () => {
    it('the routes are told, each with its verdict', async () => {
      const text = await ask('apiKeyGuard_flask_routes', {});
      check(text.includes('/export') && text.includes('unprotected') && text.includes('/v2/export'), text);
    });

    it('every tool that is contributed is there', () => {
      const { contributes } = vscode.extensions.getExtension(extensionId)?.packageJSON as {
        contributes: { languageModelTools: { name: string; displayName: string }[] };
      };
      for (const { name, displayName } of contributes.languageModelTools) {
        check(
          vscode.lm.tools.some((tool) => tool.name === name),
          name,
        );
        // The texts stand in a file of their own, for translators.
        check(!displayName.startsWith('%'), displayName);
      }
      return Promise.resolve();
    });
  });
}

async function ask(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
