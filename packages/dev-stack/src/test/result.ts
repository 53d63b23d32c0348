/** What came of one kind of tests. */
export interface SuiteResult {
  passed: number;
  /** One entry for each failing test: where it is, and what it said. */
  failures: { title: string; detail: string }[];
}

/** Adds results up. */
export const combine = (results: readonly SuiteResult[]): SuiteResult => ({
  passed: results.reduce((sum, each) => sum + each.passed, 0),
  failures: results.flatMap((each) => each.failures),
});

/** A kind of tests that ran none is broken: its files have moved, or do not load. */
export const refuseEmpty = (name: string, result: SuiteResult): SuiteResult =>
  result.passed + result.failures.length > 0
    ? result
    : { passed: 0, failures: [{ title: name, detail: 'no test was found' }] };
