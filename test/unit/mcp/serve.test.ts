import assert from 'node:assert/strict';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { agentTools } from '../../../src/report/agent/agent-tools';
import { builtCommandLine } from '../../support/built-command-line';
import { fixturesFolder } from '../../support/fixture-apps';

describe('api-key-guard mcp', () => {
  const client = new Client({ name: 'test', version: '1' });

  /** The text of an answer. */
  async function ask(name: string, args: Record<string, unknown>): Promise<string> {
    const { content } = await client.callTool({ name, arguments: args });
    const [first] = content as { readonly text: string }[];
    return first?.text ?? '';
  }

  before(async () => {
    const args = [builtCommandLine(), 'mcp', path.join(fixturesFolder, 'demo')];
    await client.connect(new StdioClientTransport({ command: process.execPath, args }));
  });

  after(async () => {
    await client.close();
  });

  it('lists its tools as read-only', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      agentTools.map(({ name }) => name),
    );
    assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
  });

  it('lists routes that are not guarded', async () => {
    const { routes } = JSON.parse(await ask('flask_routes', { problemsOnly: true })) as {
      routes: { path: string; verdict: string }[];
    };
    assert.deepEqual(
      routes.map(({ path: url, verdict }) => `${url} ${verdict}`),
      ['/api/partners/ unprotected', '/api/partners/<name> unprotected', '/export unprotected', '/admin presence-only'],
    );
  });

  it('explains a verdict by its lines', async () => {
    const answer = await ask('explain_verdict', { path: '/admin', method: 'get' });
    assert.match(answer, /records\.py:16 the header X-API-Key was sent/);
    assert.match(await ask('explain_verdict', { path: '/nowhere' }), /No such route/);
  });

  it('gives fixes as edits', async () => {
    const [fix] = JSON.parse(await ask('propose_fix', { file: './warehouse/records.py', line: 9 })) as {
      edits: { newText: string; line: number }[];
    }[];
    assert.deepEqual(
      fix?.edits.map(({ newText, line }) => [line, newText]),
      [[9, '@require_api_key\n']],
    );
    assert.match(await ask('propose_fix', { file: 'warehouse/records.py', line: 1 }), /No finding/);
    assert.match(await ask('propose_fix', {}), /Give file and line/);
  });

  it('narrows findings by file and rule', async () => {
    const answer = await ask('flask_scan', { file: 'warehouse/records.py', rule: 'presence-only-check' });
    const { findings } = JSON.parse(answer) as { findings: { at: string }[] };
    assert.deepEqual(
      findings.map(({ at }) => at),
      ['warehouse/records.py:15'],
    );
  });

  it('says which tools there are', async () => {
    assert.match(await ask('apply_fix', {}), /There is no tool apply_fix; there are flask_routes/);
  });
});
