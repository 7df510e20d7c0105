export type {
  CloudTrailSource,
  EventHistorySearched,
  LogFileRead,
  LogFilesSearched,
  SourceSearched,
} from './cloudtrail/cloud-trail-source.js'
export {
  type DecodedEvent,
  type DecodeOptions,
  decodeCreateUserProfileEvent,
  decodeCreateUserProfileRecord,
  decodeDeleteUserProfileEvent,
  type EventOrigin,
  type IgnoredReason,
  type Origin,
} from './cloudtrail/decode-event.js'
export {
  type DecodedRecord,
  decodeUserProfileRecord,
  type UserProfileEvent,
} from './cloudtrail/decode-user-profile-record.js'
export {
  type LogFilesContext,
  type LogFilesSourceInput,
  logFilesSource,
} from './cloudtrail/log-files/log-files-source.js'
export type { LogFileProblem } from './cloudtrail/log-files/log-tree.js'
export {
  type LookupEventsContext,
  type LookupEventsSourceInput,
  lookupEventsSource,
} from './cloudtrail/lookup-events-source.js'
