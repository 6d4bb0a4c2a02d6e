import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * The compiler for a directory with a `tsconfig.json`. A check reuses the one before: only the
 * first takes as long as `tsc`.
 *
 * @returns checks the directory as it is; the files with errors, each with its first message.
 */
export function typeCheckOf(directory: string): () => ReadonlyMap<string, string> {
  const libraries = new Map<string, ts.SourceFile | undefined>();
  let program: ts.SemanticDiagnosticsBuilderProgram | undefined;
  return () => {
    const { fileNames, options } = configOf(directory);
    const host = ts.createIncrementalCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (path, ...rest) => {
      if (!path.includes('/node_modules/')) return getSourceFile(path, ...rest);
      if (!libraries.has(path)) libraries.set(path, getSourceFile(path, ...rest));
      return libraries.get(path);
    };
    program = ts.createSemanticDiagnosticsBuilderProgram(fileNames, options, host, program);
    const diagnostics = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
    return new Map(
      diagnostics
        .toReversed()
        .map(({ file, messageText }) => [
          file ? relative(directory, file.fileName) : '',
          ts.flattenDiagnosticMessageText(messageText, '\n'),
        ]),
    );
  };
}

function configOf(directory: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(join(directory, 'tsconfig.json'), { incremental: true }, host);
  if (!config) throw new Error(`${directory} has no tsconfig.json.`);
  return config;
}
