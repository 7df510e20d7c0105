import { parseClaim } from '../../model/claim.js'
import { type DirectorySpec, parseForeignDirectories } from '../../model/directory.js'
import { parseDirectoryMode } from '../../model/directory-mode.js'
import { parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, oneOf, optional, parseInput, unparsed } from '../../model/parse/parse-input.js'
import { parsePosixOwner } from '../../model/posix-owner.js'
import type { ClaimedDirectorySpec } from '../claim-store.js'

export const parseSpec: FieldParser<DirectorySpec> = (value) =>
  parseInput(value, specFields).map(({ foreignDirectories, ...spec }) => ({
    ...spec,
    ...(foreignDirectories && { foreignDirectories }),
  }))

export const parseClaimedSpec: FieldParser<ClaimedDirectorySpec> = (value) =>
  parseInput(value, claimedSpecFields).map(({ foreignDirectories, previousOwner, ...spec }) => ({
    ...spec,
    ...(foreignDirectories && { foreignDirectories }),
    ...(previousOwner && { previousOwner }),
  }))

export const parseOwner: FieldParser<DirectorySpec['owner']> = (value, field) =>
  parseInput(value, ownerFields).andThen((owner) => parsePosixOwner(owner, field))

const ownerFields = { uid: unparsed, gid: unparsed }

const specFields = {
  path: parseFileSystemPath,
  owner: parseOwner,
  mode: parseDirectoryMode,
  foreignDirectories: optional(parseForeignDirectories, undefined),
}

const claimedSpecFields = {
  ...specFields,
  claim: parseClaim,
  previousOwner: optional(oneOf('archive', 'refuse', 'adopt'), undefined),
}
