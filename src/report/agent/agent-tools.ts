/** What agents may ask: the one list from which MCP's tools and VS Code's language-model tools are made. */

/** JSON schema of one tool's input: https://json-schema.org/draft/2020-12 */
export interface AgentInputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, AgentProperty>>;
  readonly required?: readonly string[];
}

/** One property of it. */
export interface AgentProperty {
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
}

/** One question. Answers are text; nothing is written and the workspace's code is not run. */
export interface AgentTool {
  readonly name: AgentToolName;
  /** After `#` in VS Code's chat. */
  readonly reference: string;
  readonly title: string;
  /** For the model: what it gives, and when to ask. */
  readonly description: string;
  readonly input: AgentInputSchema;
}

/** Names of the tools, as MCP lists them. */
export type AgentToolName = 'flask_routes' | 'flask_scan' | 'explain_verdict' | 'propose_fix';

const routeInput = {
  path: { type: 'string', description: 'URL rule of the route as Flask writes it, e.g. /orders/<int:order_id>.' },
  method: { type: 'string', description: 'HTTP method, e.g. GET; without it all of the path.' },
} as const;

/** All tools. */
export const agentTools: readonly AgentTool[] = [
  {
    name: 'flask_routes',
    reference: 'apiKeyGuardRoutes',
    title: 'Flask routes and their guards',
    description:
      'Lists the Flask routes of the project with a verdict each: protected, conditional, presence-only (any key is accepted), unprotected or unverified. Ask this before you say who can call an endpoint.',
    input: {
      type: 'object',
      properties: { problemsOnly: { type: 'boolean', description: 'Leave out routes that are protected or public.' } },
    },
  },
  {
    name: 'flask_scan',
    reference: 'apiKeyGuardScan',
    title: 'Unguarded routes and keys in the code',
    description:
      'Lists the findings of the project: routes that anyone can call without a valid API key, guards without effect, keys in the source and leaks. Keys are never shown.',
    input: {
      type: 'object',
      properties: {
        file: { type: 'string', description: 'Only findings of this file, relative to the project.' },
        rule: { type: 'string', description: 'Only findings of this rule, e.g. unprotected-route.' },
      },
    },
  },
  {
    name: 'explain_verdict',
    reference: 'apiKeyGuardExplain',
    title: "Evidence of a route's verdict",
    description:
      'Explains the verdict of one Flask route: the lines of code that decide whether a caller without a valid key is served.',
    input: { type: 'object', properties: routeInput, required: ['path'] },
  },
  {
    name: 'propose_fix',
    reference: 'apiKeyGuardFix',
    title: 'Fixes of a finding, as edits',
    description:
      'Gives the fixes of the findings on one line as text edits, best first. Nothing is applied: apply the edits yourself, all of one fix together, then ask flask_scan again.',
    input: {
      type: 'object',
      properties: {
        file: { type: 'string', description: 'File of the finding, relative to the project.' },
        line: { type: 'integer', description: 'Line of the finding, counted from 1.' },
        rule: { type: 'string', description: 'Only fixes of this rule.' },
      },
      required: ['file', 'line'],
    },
  },
];
