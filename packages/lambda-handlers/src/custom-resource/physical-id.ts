const PREFIX = 'studio-efs'

/** Another domain or another file system is another resource; everything else changes in place. */
export function idFor(domainId: string, fileSystemId: string): string {
  return `${PREFIX}/${domainId}/${fileSystemId}`
}

/** Undefined for an id that is not ours, or of a creation that made no file system. */
export function fileSystemIdIn(physicalResourceId: string): string | undefined {
  const [prefix, , fileSystemId] = physicalResourceId.split('/')
  return prefix === PREFIX ? fileSystemId : undefined
}
