import { Command } from 'commander';
import { UserError } from '../workspace/user-error';

/** `api-key-guard lsp`: the language server, for editors other than VS Code. */
export function lspCommand(): Command {
  return new Command('lsp')
    .summary('serve an editor over the Language Server Protocol')
    .description('Starts the language server, for editors other than VS Code.')
    .option('--stdio', 'talk over standard input and output')
    .addHelpText('after', examples)
    .action(async ({ stdio }: { readonly stdio?: true }) => {
      if (!stdio) throw new UserError('say how to talk to the editor: api-key-guard lsp --stdio');
      // Loaded here only, so that no other command pays for it; it reads `--stdio` from the arguments itself.
      await import('../server/node-entry');
    });
}

const examples = `
Examples:
  Neovim:  vim.lsp.config('api_key_guard', { cmd = { 'api-key-guard', 'lsp', '--stdio' }, filetypes = { 'python' } })
  Helix:   [language-server.api-key-guard]
           command = "api-key-guard"
           args = ["lsp", "--stdio"]`;
