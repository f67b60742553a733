/** The Model Context Protocol over standard input and output: https://modelcontextprotocol.io */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { version } from '../../package.json';
import { agentTools } from '../report/agent/agent-tools';
import { answerAgent } from '../report/agent/answer-agent';
import type { ProjectReport } from '../report/project-report';

/** Serves one client until it closes the connection; `analyse` is asked anew for each call, so that answers are fresh. */
export async function serveMcp(analyse: () => Promise<readonly ProjectReport[]>): Promise<void> {
  // Below the high-level interface, which takes schemas of one library only and not JSON schemas.
  const { server } = new McpServer({ name: 'api-key-guard', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: agentTools.map(({ name, title, description, input }) => ({
      name,
      title,
      description,
      inputSchema: { ...input, required: [...(input.required ?? [])] },
      annotations: { title, readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = agentTools.find(({ name }) => name === params.name);
    if (!tool)
      return said(`There is no tool ${params.name}; there are ${agentTools.map(({ name }) => name).join(', ')}.`, true);
    return said(answerAgent(tool.name, params.arguments ?? {}, await analyse()), false);
  });
  await server.connect(new StdioServerTransport());
}

function said(text: string, isError: boolean): { content: { type: 'text'; text: string }[]; isError: boolean } {
  return { content: [{ type: 'text', text }], isError };
}
