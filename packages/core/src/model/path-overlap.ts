import type { FileSystemPath } from './file-system-path.js'

/** Relation of a path to another one. */
export type PathRelation = 'is' | 'holds' | 'lies inside'

/** Undefined for two directories beside each other. A trailing slash, an empty and a `.` segment mean nothing. */
export function relationOf(path: FileSystemPath, other: string): PathRelation | undefined {
  const [own, others] = [namesIn(path), namesIn(other)]
  const isCommon = own.slice(0, others.length).every((name, index) => name === others[index])
  if (!isCommon) return undefined
  if (own.length === others.length) return 'is'
  return own.length < others.length ? 'holds' : 'lies inside'
}

/** Other paths come from lists in SageMaker, which others may have written. */
function namesIn(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}
