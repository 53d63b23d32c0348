import ts from 'typescript';

/** What the compiler finds in some of a program's files, printed; the others are read, and checked as far as needed. */
export function typeErrors(
  program: ts.Program,
  isChecked: (path: string) => boolean,
  folder: string,
): string {
  const files = program.getSourceFiles().filter(({ fileName }) => isChecked(fileName));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  const host = { getCurrentDirectory: () => folder, getCanonicalFileName: String, getNewLine: () => '\n' };
  return ts.formatDiagnostics(found, host);
}
