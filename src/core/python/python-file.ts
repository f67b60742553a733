/** True for names of Python source files. */
export function isPythonFile(name: string): boolean {
  return name.endsWith('.py') || name.endsWith('.pyw');
}
