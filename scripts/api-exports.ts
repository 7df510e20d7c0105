// Reads the exports of @studio-efs/core with the TypeScript compiler, and the doc comments of its sources.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Field {
  readonly name: string
  readonly type: string
  readonly optional: boolean
  readonly doc: string
}

export interface Operation {
  readonly name: string
  readonly doc: string
  readonly input: readonly Field[]
  /** Names of the errors in its error union. */
  readonly errors: readonly string[]
}

export interface ErrorClass {
  readonly name: string
  readonly doc: string
  /** Same for every instance; undefined if it depends on the case. */
  readonly retryable: boolean | undefined
  /** Undefined if there is no hint, or if it depends on the case. */
  readonly hint: string | undefined
  /** Its own fields, without those of every error. */
  readonly fields: readonly Field[]
}

/** Fields of every error: those of Error, and those of the base class. */
const COMMON_FIELDS = ['name', 'message', 'stack', 'cause', 'retryable', 'hint', 'page']

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Exports {
  readonly operations: readonly Operation[]
  readonly errors: readonly ErrorClass[]
}

let known: Exports | undefined

const entries = ['index', 'errors'].map((name) => `${root}packages/core/src/${name}.ts`)

/**
 * Reads the sources once in a process: a program of the type checker takes seconds. `program` is one that has the sources
 * of core already.
 */
export function readExports(program?: ts.Program): Exports {
  known ??= readSources(program ?? createProgram())
  return known
}

function createProgram(): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root, {})
  return ts.createProgram(entries, options)
}

function readSources(program: ts.Program): Exports {
  const checker = program.getTypeChecker()
  const exported = entries.flatMap((entry) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.SourceFile)
    return checker.getExportsOfModule(module as ts.Symbol).map((symbol) => resolved(checker, symbol))
  })
  const read = createReader(checker)
  return {
    operations: exported.flatMap((symbol) => read.operation(symbol) ?? []),
    errors: exported.flatMap((symbol) => read.errorClass(symbol) ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function createReader(checker: ts.TypeChecker) {
  const docOf = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker))

  function operation(symbol: ts.Symbol): Operation | undefined {
    const declaration = symbol.valueDeclaration
    if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return undefined
    if (!declaration.getSourceFile().fileName.includes('/packages/core/src/')) return undefined
    const [context, input] = declaration.parameters
    if (context?.name.getText() !== 'context' || input === undefined) return undefined
    const error = errorUnion(declaration.getSourceFile(), symbol.name)
    return {
      name: symbol.name,
      doc: docOf(symbol),
      input: fieldsOf(checker.getTypeAtLocation(input)),
      errors: error === undefined ? [] : errorNames(checker.getTypeAtLocation(error)),
    }
  }

  function fieldsOf(type: ts.Type): readonly Field[] {
    return type.getProperties().flatMap((property) => {
      const [at] = property.declarations ?? []
      if (at === undefined || property.name.startsWith('__')) return []
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
      return { name: property.name, type: typeText(property, at), optional, doc: docOf(property) }
    })
  }

  function typeText(property: ts.Symbol, at: ts.Declaration): string {
    const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, at))
    if (type.isUnion() && type.types.every((member) => member.isStringLiteral()))
      return type.types.map((member) => `'${(member as ts.StringLiteralType).value}'`).join(' | ')
    const declared = ts.isPropertySignature(at) ? at.type?.getText() : undefined
    return declared ?? checker.typeToString(type)
  }

  function errorNames(type: ts.Type): readonly string[] {
    const members = type.isUnion() ? type.types : [type]
    return members.map((member) => member.symbol.name).toSorted()
  }

  function errorClass(symbol: ts.Symbol): ErrorClass | undefined {
    const declaration = symbol.valueDeclaration
    if (declaration === undefined || !ts.isClassDeclaration(declaration) || isAbstract(declaration)) return undefined
    const options = optionsIn(declaration)
    return {
      name: symbol.name,
      doc: docOf(symbol),
      retryable: literalIn(options, 'retryable'),
      hint: textIn(options, 'hint'),
      fields: fieldsOf(checker.getDeclaredTypeOfSymbol(symbol)).filter(({ name }) => !COMMON_FIELDS.includes(name)),
    }
  }

  return { operation, errorClass }
}

/** `XError` beside the function `x`. */
function errorUnion(file: ts.SourceFile, name: string): ts.Statement | undefined {
  const union = `${name.charAt(0).toUpperCase()}${name.slice(1)}Error`
  return file.statements.find(
    (statement) =>
      (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === union,
  )
}

function isAbstract(declaration: ts.ClassDeclaration): boolean {
  return declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) === true
}

/** The object that the constructor hands on to `super`. */
function optionsIn(declaration: ts.Node): ts.ObjectLiteralExpression | undefined {
  let found: ts.ObjectLiteralExpression | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      found = node.arguments.find(ts.isObjectLiteralExpression) ?? found
    ts.forEachChild(node, visit)
  }
  visit(declaration)
  return found
}

function valueIn(options: ts.ObjectLiteralExpression | undefined, name: string): ts.Expression | undefined {
  const property = options?.properties.find((each) => each.name?.getText() === name)
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined
}

function literalIn(options: ts.ObjectLiteralExpression | undefined, name: string): boolean | undefined {
  const value = valueIn(options, name)
  if (value?.kind === ts.SyntaxKind.TrueKeyword) return true
  return value?.kind === ts.SyntaxKind.FalseKeyword ? false : undefined
}

function textIn(options: ts.ObjectLiteralExpression | undefined, name: string): string | undefined {
  const value = valueIn(options, name)
  return value !== undefined && ts.isStringLiteralLike(value) ? value.text : undefined
}
