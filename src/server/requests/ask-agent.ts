import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { AgentQuestion } from '../../protocol/messages';
import { agentTools } from '../../report/agent/agent-tools';
import { answerAgent } from '../../report/agent/answer-agent';
import { folderReports } from '../folder-report';
import type { ServerContext } from '../server-context';
import { settledFolders } from '../settled-folders';

/** `apiKeyGuard/askAgent`: answers a language-model tool. */
export async function askAgent(context: ServerContext, { tool, input }: AgentQuestion): Promise<string> {
  const known = agentTools.find(({ name }) => name === tool);
  if (!known) throw new ResponseError(ErrorCodes.InvalidParams, `Unknown tool ${tool}`);
  return answerAgent(known.name, input, folderReports(await settledFolders(context, context.folders.all, true)));
}
