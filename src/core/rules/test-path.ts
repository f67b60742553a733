/** Whether a file is a test's: what it shows or switches on reaches nobody. */
export function isTestFile(file: string): boolean {
  return testPath.test(file);
}

const testPath =
  /(?:^|\/)(?:tests?|testing|unit_?tests?|specs?|fixtures)\/|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/i;
