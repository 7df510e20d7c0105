// The code in the pages and in the doc comments, as modules that the compiler and a test can read.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const LANGUAGES = ['ts', 'typescript', 'js', 'javascript', 'mjs', 'json', 'yaml', 'yml', 'sh', 'bash']
/** Behind the language of a block that is no whole code, with the reason: `ts not-compiled: a value`. */
const MARK = 'not-compiled'

export interface Snippet {
  /** `docs/backfill.md:6`, or `packages/core/src/…ts:51` for an `@example`. */
  readonly place: string
  readonly language: string
  readonly code: string
  /** The text around it, in which its names may be introduced. */
  readonly page: string
  /** True for code that its author marked as not to be compiled. */
  readonly isExempt: boolean
}

export function readSnippets(): readonly Snippet[] {
  const pages = filesBelow('', (path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'))
  const sources = filesBelow('packages', (path) => /^packages\/\w[\w-]*\/src\/.*(?<!\.test)\.ts$/.test(path))
  return [...pages.flatMap(blocksOf), ...sources.flatMap(examplesOf)]
}

function filesBelow(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    // `docs/api` is generated.
    const isSkipped = path === 'docs/api' || /^(node_modules|dist|\..*)$/.test(entry.name)
    if (entry.isDirectory()) return isSkipped ? [] : filesBelow(path, isWanted)
    return isWanted(path) ? [path] : []
  })
}

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length

function blocksOf(path: string): readonly Snippet[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/^( *)```(\w+)([^\n]*)\n(.*?)^ *```/gms)].flatMap((match) => {
    const [whole, indent = '', language = '', info = '', code = ''] = match
    if (!LANGUAGES.includes(language)) return []
    const place = `${path}:${lineAt(text, match.index)}`
    const page = `${text.slice(0, match.index)}${text.slice(match.index + whole.length)}`
    const isExempt = info.includes(MARK)
    return [{ place, language, code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''), page, isExempt }]
  })
}

function examplesOf(path: string): readonly Snippet[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/@example\n((?: *\* ?[^\n]*\n)+?) *(?:\*\/|\* @)/g)].map((match) => {
    const code = (match[1] ?? '').replaceAll(/^ *\* ?/gm, '')
    return { place: `${path}:${lineAt(text, match.index)}`, language: 'ts', code, page: text, isExempt: false }
  })
}

/** Names that a page may use once its text has introduced them: a type for the compiler. */
const values: Readonly<Record<string, string>> = {
  context: "Required<import('@studio-efs/core').StudioEfsContext>",
  studioEfs: "import('@studio-efs/core').StudioEfs<Required<import('@studio-efs/core').StudioEfsContext>>",
  sagemaker: "import('@aws-sdk/client-sagemaker').SageMakerClient",
  efs: "import('@aws-sdk/client-efs').EFSClient",
  ec2: "import('@aws-sdk/client-ec2').EC2Client",
  directories: "import('@studio-efs/core/directories').DirectoryDriver",
  input: "import('@studio-efs/core').OnboardProfileInput",
  domainId: "import('@studio-efs/core').DomainId",
  domainIds: "import('@studio-efs/core').DomainId[]",
  fileSystemId: "import('@studio-efs/core').FileSystemId",
  userProfileName: 'string',
  vpcId: "import('@studio-efs/core').VpcId",
  resumeToken: 'string',
  layout: "import('@studio-efs/core/directories').DirectoryLayout",
  sharedPath: "import('@studio-efs/core/directories').FileSystemPath",
}

/** Clients, by their package. */
const clients = {
  SageMakerClient: 'sagemaker',
  EFSClient: 'efs',
  EC2Client: 'ec2',
  LambdaClient: 'lambda',
  S3Client: 's3',
  BackupClient: 'backup',
  CloudFormationClient: 'cloudformation',
  CloudTrailClient: 'cloudtrail',
}

/** Names that are default imports. */
const defaults: ReadonlySet<string> = new Set(['assert', 'pino'])

/** Where the names of the packages come from, by name. */
function importsByName(): ReadonlyMap<string, string> {
  const entries = ['core', 'testing', 'lambda-handlers'].flatMap((name) =>
    readdirSync(join(root, `packages/${name}/src`))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => ({ file: `packages/${name}/src/${file}`, from: moduleOf(name, file) })),
  )
  const exported = entries.flatMap(({ file, from }) => {
    const text = readFileSync(join(root, file), 'utf8')
    const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','))
    const own = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name)
    return [...lists.map((name) => name.trim().replace(/^type /, '')), ...own].map((name) => [name, from] as const)
  })
  const sdk = Object.entries(clients).map(([name, service]) => [name, `@aws-sdk/client-${service}`] as const)
  return new Map([
    ...exported.toReversed(),
    ...sdk,
    ['assert', 'node:assert/strict'],
    ['pino', 'pino'],
    ['Result', 'neverthrow'],
  ])
}

function moduleOf(name: string, file: string): string {
  const entry = file.replace(/\.ts$/, '')
  return `@studio-efs/${name}${entry === 'index' ? '' : `/${entry}`}`
}

export interface Module {
  readonly text: string
  /** Names that the code uses, and that nothing on its page introduces. */
  readonly strangers: readonly string[]
  /** Lines of the prelude. */
  readonly offset: number
}

export function createModules(): (snippet: Snippet) => Module {
  const imports = importsByName()
  return ({ code, page }) => {
    const free = freeNames(code)
    const known = free.filter((name) => name in values || imports.has(name))
    const prelude = known.map((name) =>
      name in values
        ? `declare const ${name}: ${values[name]}`
        : `import ${defaults.has(name) ? name : `{ ${name} }`} from '${imports.get(name)}'`,
    )
    return {
      text: [...prelude, code, 'export {}'].join('\n'),
      offset: prelude.length,
      strangers: known.filter((name) => !new RegExp(`\\b${name}\\b`).test(page)),
    }
  }
}

/** Identifiers that the code refers to, and does not declare itself. */
function freeNames(code: string): readonly string[] {
  const file = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.Latest, true)
  const declared = new Set<string>()
  const used = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text)
      else if (isReference(node)) used.add(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...used].filter((name) => !declared.has(name))
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return false
  return (ts.isImportClause(parent) || ts.isImportSpecifier(parent) || 'name' in parent) && nameOf(parent) === node
}

function nameOf(parent: ts.Node): ts.Node | undefined {
  const isNaming =
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent)
  return isNaming ? parent.name : undefined
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent) || ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) return false
  return !ts.isImportSpecifier(parent)
}
