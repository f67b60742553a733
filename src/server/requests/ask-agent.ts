import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { AgentQuestion } from '../../protocol/messages';
import { agentTools } from '../../report/agent/agent-tools';
import { answerAgent } from '../../report/agent/answer-agent';
import { folderReports } from '../folder-report';
import type { ServerContext } from '../server-context';

/** `apiKeyGuard/askAgent`: answers a language-model tool. */
export async function askAgent({ folders }: ServerContext, { tool, input }: AgentQuestion): Promise<string> {
  const known = agentTools.find(({ name }) => name === tool);
  if (!known) throw new ResponseError(ErrorCodes.InvalidParams, `Unknown tool ${tool}`);
  return answerAgent(known.name, input, await folderReports(folders.all));
}
