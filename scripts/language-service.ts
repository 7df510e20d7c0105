// What an editor shows: the TypeScript language service on files that exist in memory only, with the workspace's options.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A language service over these files, by path relative to the root of the repository. They may import the packages. */
export function languageServiceOf(files: ReadonlyMap<string, string>, overrides: ts.CompilerOptions = {}) {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [], files: [] }, ts.sys, root)
  const texts = new Map([...files].map(([path, text]) => [`${root}${path}`, text]))
  const host: ts.LanguageServiceHost = {
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => ({ ...options, ...overrides, paths: { ...options.paths, ...overrides.paths } }),
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot(path) {
      const text = texts.get(path) ?? ts.sys.readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
    readFile: (path) => texts.get(path) ?? ts.sys.readFile(path),
  }
  const service = ts.createLanguageService(host)
  const pathOf = (path: string) => `${root}${path}`
  return {
    /** The files and all that they import. */
    program: () => service.getProgram(),
    /** Problems of one file, as `line: text`. */
    problems(path: string): readonly string[] {
      const found = [...service.getSyntacticDiagnostics(pathOf(path)), ...service.getSemanticDiagnostics(pathOf(path))]
      return found.map(({ file, start = 0, messageText }) => {
        const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1
        return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
      })
    },
    /** Results that nobody looks at, as `line: text`: a statement of its own, or a name that is not used again. */
    lostResults(path: string): readonly string[] {
      const program = service.getProgram()
      const file = program?.getSourceFile(pathOf(path))
      return program === undefined || file === undefined ? [] : lostResultsIn(file, program.getTypeChecker())
    },
    /** The documentation that an editor shows over the first place of `text`. */
    documentationOf(path: string, text: string): string {
      const position = (files.get(path) ?? '').indexOf(text)
      const info = service.getQuickInfoAtPosition(pathOf(path), position)
      return ts.displayPartsToString(info?.documentation)
    },
    /** The names that an editor offers after the first place of `text`. */
    completionsAfter(path: string, text: string): readonly string[] {
      const position = (files.get(path) ?? '').indexOf(text) + text.length
      return (service.getCompletionsAtPosition(pathOf(path), position, {})?.entries ?? []).map(({ name }) => name)
    },
  }
}

function lostResultsIn(file: ts.SourceFile, checker: ts.TypeChecker): readonly string[] {
  const isResult = (node: ts.Node) => checker.getTypeAtLocation(node).getProperty('isErr') !== undefined
  const isResultAsync = (node: ts.Node) => checker.getTypeAtLocation(node).getProperty('andThen') !== undefined
  const lost: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && (isResult(node.expression) || isResultAsync(node.expression))) lost.push(node)
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      (isResult(node.name) || isResultAsync(node.name))
    )
      if (usesOf(file, node.name.text) < 2) lost.push(node)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return lost.map((node) => `${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`)
}

/** Times that the name stands for a value, its declaration included: `run.summary()` is no use of `summary`. */
function usesOf(file: ts.SourceFile, name: string): number {
  let uses = 0
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name)
      uses += ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? 0 : 1
    ts.forEachChild(node, visit)
  }
  visit(file)
  return uses
}
