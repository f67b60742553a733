/** The extension's own messages for translators, as `vscode.l10n.t` looks them up: found in the source, not kept by hand. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Every message below a folder by itself, sorted. */
export function messageBundle(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const messages = files.flatMap((file) => messagesOf(readFileSync(path.join(folder, file), 'utf8'), file));
  return Object.fromEntries([...new Set(messages)].sort().map((message) => [message, message]));
}

function messagesOf(text: string, file: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'vscode.l10n.t') {
      const [message] = node.arguments;
      if (message === undefined || !ts.isStringLiteral(message))
        throw new Error(`${file}: vscode.l10n.t takes a plain text, or translators would not see it`);
      found.push(message.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
