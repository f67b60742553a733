import * as vscode from 'vscode';
import type { AgentQuestion } from '../protocol/messages';
import { methods } from '../protocol/messages';
import type { ServerHandle } from './server-handle';

/** The manifest's `languageModelTools`, as far as they are read here. */
interface ContributedTool {
  readonly name: string;
}

/** Registers the tools that `package.json` contributes (generated from the agents' list); answers come from the server. */
export function registerAgentTools(context: vscode.ExtensionContext, server: ServerHandle): void {
  const { contributes } = context.extension.packageJSON as {
    readonly contributes: { readonly languageModelTools?: readonly ContributedTool[] };
  };
  for (const { name } of contributes.languageModelTools ?? []) {
    const tool: vscode.LanguageModelTool<AgentQuestion['input']> = {
      async invoke({ input }, token) {
        const client = await server.get();
        const question: AgentQuestion = { tool: name.replace(/^apiKeyGuard_/, ''), input };
        const answer = await client.sendRequest<string>(methods.askAgent, question, token);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
      },
    };
    context.subscriptions.push(vscode.lm.registerTool(name, tool));
  }
}
