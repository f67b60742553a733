import type { TextEdit } from '../../results/results';
import { ignoresName } from '../../secrets/kept-out';
import type { FileText } from '../edits/file-text';
import type { FixRequest } from '../fixer';

/** Declares a variable in `.env.example` with an empty value, and sees to it that git ignores `.env`. */
export function declareVariable(variable: string, { open, source }: FixRequest): readonly TextEdit[] {
  const example = open('.env.example');
  const ignore = open('.gitignore');
  return [
    ...(declares(example, variable) ? [] : [appendLine('.env.example', example, `${variable}=`, source.eol)]),
    ...(ignore && ignoresName(ignore.text, '.env') ? [] : [appendLine('.gitignore', ignore, '.env', source.eol)]),
  ];
}

/** Puts a variable with its value into `.env`; none where the file has one of that name: nothing of the user's is lost. */
export function setVariable(variable: string, value: string, { open, source }: FixRequest): readonly TextEdit[] {
  const environment = open('.env');
  return declares(environment, variable)
    ? []
    : [appendLine('.env', environment, `${variable}=${quoted(value)}`, source.eol)];
}

/** Whether a file of variables has one of this name. */
export function declares(file: FileText | undefined, variable: string): boolean {
  return file !== undefined && new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=`, 'm').test(file.text);
}

/** The variable of a file of variables that holds a value already. */
export function variableHolding(value: string, file: FileText | undefined): string | undefined {
  const lines = file?.text.split(/\r\n|\n|\r/) ?? [];
  for (const line of lines) {
    const [, name, written = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && (written === quoted(value) || written.replace(/^(["'])(.*)\1$/, '$2') === value))
      return name;
  }
  return undefined;
}

/** What python-dotenv reads back as it was. https://saurabh-kumar.com/python-dotenv/#file-format */
function quoted(value: string): string {
  return /^[\w.,:/+=@-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/** `newFileEol` ends the lines of a file that is created. */
function appendLine(file: string, known: FileText | undefined, line: string, newFileEol: string): TextEdit {
  const text = known?.text ?? '';
  const eol = known?.eol ?? newFileEol;
  const isOpenEnded = text !== '' && !/[\r\n]$/.test(text);
  return { file, span: { start: text.length, end: text.length }, newText: `${isOpenEnded ? eol : ''}${line}${eol}` };
}
