import { Parser, type Result } from 'tap-parser';
import type { SuiteResult } from './result.ts';

/**
 * Reads what a TAP producer said.
 * @param source name of the file or program, shown with its failing tests
 * @param trouble what went wrong around the tests, such as an error that ended the file early; null when nothing did
 */
export function readTap(source: string, text: string, trouble: string | null): SuiteResult {
  const result: SuiteResult = { passed: 0, failures: [] };
  const parser = new Parser();
  const collect = (where: string) => (assert: Result) => {
    // A skipped test proves nothing: it counts as failed.
    if (assert.ok && !assert.skip && !assert.todo) result.passed += 1;
    else result.failures.push({ title: `${where}: ${assert.name}`, detail: describe(assert) });
  };
  parser.on('assert', collect(source));
  parser.on('comment', (comment: string) => {
    // pgTAP explains a failure in comments after it.
    const last = result.failures.at(-1);
    if (last && /^#\s+\S/.test(comment)) last.detail += `\n${comment.trim()}`;
  });
  let plan: string | null = null;
  parser.on('complete', (final) => {
    if (!final.ok && result.failures.length === 0)
      plan = final.failures.map((each: Result) => String(each.tapError)).join(', ');
  });
  parser.end(text);
  const problem = trouble ?? plan;
  if (problem) result.failures.push({ title: source, detail: problem });
  return result;
}

function describe(assert: Result): string {
  if (assert.skip) return `skipped: ${assert.skip}`;
  if (assert.todo) return `to do: ${assert.todo}`;
  return assert.diag ? JSON.stringify(assert.diag, null, 2) : '';
}
