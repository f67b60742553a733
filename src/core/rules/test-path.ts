/** Whether a file is a test's: what it shows or switches on reaches nobody. */
export function isTestFile(file: string): boolean {
  return testPath.test(file);
}

/** Whether a file is Python that a service may run, and no test. */
export function isProgram(file: string): boolean {
  return file.endsWith('.py') && !isTestFile(file);
}

const testPath =
  /(?:^|\/)(?:tests?|testing|unit_?tests?|specs?|fixtures)\/|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/i;
