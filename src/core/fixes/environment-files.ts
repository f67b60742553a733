import type { TextEdit } from '../analysis/results';
import { ignoresName } from '../analysis/kept-out';
import type { FileText } from './file-text';
import type { FixRequest } from './fixer';

type Open = FixRequest['open'];

/** Declares a variable in `.env.example` with an empty value, and sees to it that git ignores `.env`. */
export function declareVariable(variable: string, open: Open): readonly TextEdit[] {
  const example = open('.env.example');
  const ignore = open('.gitignore');
  return [
    ...(declares(example, variable) ? [] : [appendLine('.env.example', example, `${variable}=`)]),
    ...(ignore && ignoresName(ignore.text, '.env') ? [] : [appendLine('.gitignore', ignore, '.env')]),
  ];
}

/** Puts a variable with its value into `.env`; none where the file has one of that name: nothing of the user's is lost. */
export function setVariable(variable: string, value: string, open: Open): readonly TextEdit[] {
  const environment = open('.env');
  return declares(environment, variable) ? [] : [appendLine('.env', environment, `${variable}=${quoted(value)}`)];
}

/** Whether a file of variables has one of this name. */
export function declares(file: FileText | undefined, variable: string): boolean {
  return file !== undefined && new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=`, 'm').test(file.text);
}

/** What python-dotenv reads back as it was. https://saurabh-kumar.com/python-dotenv/#file-format */
function quoted(value: string): string {
  return /^[\w.,:/+=@-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`;
}

function appendLine(file: string, known: FileText | undefined, line: string): TextEdit {
  const text = known?.text ?? '';
  const eol = known?.eol ?? '\n';
  const isOpenEnded = text !== '' && !/[\r\n]$/.test(text);
  return { file, span: { start: text.length, end: text.length }, newText: `${isOpenEnded ? eol : ''}${line}${eol}` };
}
