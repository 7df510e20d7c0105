import { ListAppsCommand, ListSpacesCommand, type ListSpacesCommandOutput } from '@aws-sdk/client-sagemaker'
import { ok } from 'neverthrow'
import { type DomainId, parseDomainId, parseSpaceName, parseUserProfileName, type SpaceRef } from '../../model/ids.js'
import { type FieldParser, optional, unparsed } from '../../model/parse/parse-input.js'
import { membersOf, shownText } from '../../model/parse/parse-member.js'
import { isRunningApp, type SpaceApp, type SpaceKind, type SpaceSummary } from '../../model/space.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { retry } from '../call/call-aws.js'
import type { Page } from '../call/page.js'
import { createPageGuard, type PageGuard } from '../call/page-guard.js'
import { readList, readListPage } from '../call/read-list.js'
import type { SageMakerCall } from './describe-and-update.js'
import { PAGE_SIZE } from './lists.js'

/** Label for messages. Undefined: all domains of the Region. */
function spacesOf(domainId: DomainId | undefined): string {
  return `the spaces of ${domainId === undefined ? 'this Region' : `domain ${domainId}`}`
}

/** Every space of one domain, or of all domains of the account in this Region; with `isEnough`, the first pages of them. */
export function listSpaces(
  call: SageMakerCall,
  domainId?: DomainId,
  isEnough?: (spaces: readonly SpaceSummary[]) => boolean,
): AwsResult<readonly SpaceSummary[]> {
  return readList(call, { ...spaceList(call, domainId), pending: `listing ${spacesOf(domainId)}`, isEnough })
}

export interface SpacePage {
  readonly domainId: DomainId
  readonly next: string | undefined
}

/** For all pages of one list: {@link readSpacePage} has none of its own. */
export function createSpacePageGuard(domainId: DomainId): PageGuard {
  return createPageGuard(spacesRequest(domainId))
}

/** One page, of up to 100, oldest spaces first, so that new ones come on pages still to be read. */
export function readSpacePage(call: SageMakerCall, { domainId, next }: SpacePage): AwsResult<Page<SpaceSummary>> {
  const list = spaceList(call, domainId)
  return retry(call, `listing ${spacesOf(domainId)}`, () => readListPage(call, list, next))
}

function spacesRequest(domainId: DomainId | undefined): AwsRequest {
  return { service: 'sagemaker', operation: 'ListSpaces', resource: spacesOf(domainId) }
}

function spaceList(call: SageMakerCall, domainId: DomainId | undefined) {
  const parse: FieldParser<SpaceSummary> = (value, field) =>
    parseSpaceEntry(value, field).andThen(({ DomainId: listed, ...entry }) =>
      parseDomainId(domainId ?? listed, `${field}.DomainId`).map((id) => ({ domainId: id, ...summaryOf(entry) })),
    )
  return {
    request: spacesRequest(domainId),
    command: (next: string | undefined) =>
      new ListSpacesCommand({
        MaxResults: PAGE_SIZE,
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        ...(domainId !== undefined && { DomainIdEquals: domainId }),
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command: ListSpacesCommand, abortSignal: AbortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Spaces }: ListSpacesCommandOutput) => ['Spaces', Spaces] as const,
    next: ({ NextToken }: ListSpacesCommandOutput) => NextToken,
    parse,
  }
}

/** Accepts anything; SageMaker's `Private` and `Shared` are known. */
export const parseSharingType: FieldParser<SpaceKind | undefined> = (value) => {
  if (value === 'Private') return ok('private')
  return ok(value === 'Shared' ? 'shared' : undefined)
}

const parseOwner = optional(membersOf({ OwnerUserProfileName: optional(parseUserProfileName, undefined) }), undefined)

export const parseSpaceEntry = membersOf({
  DomainId: unparsed,
  SpaceName: parseSpaceName,
  Status: shownText,
  OwnershipSettingsSummary: parseOwner,
  SpaceSharingSettingsSummary: optional(membersOf({ SharingType: parseSharingType }), undefined),
  SpaceSettingsSummary: optional(membersOf({ AppType: shownText }), undefined),
})

type SpaceEntry = typeof parseSpaceEntry extends FieldParser<infer Entry> ? Omit<Entry, 'DomainId'> : never

export function summaryOf(entry: SpaceEntry): Omit<SpaceSummary, 'domainId'> {
  const owner = entry.OwnershipSettingsSummary?.OwnerUserProfileName
  return {
    spaceName: entry.SpaceName,
    ...(owner !== undefined && { ownerUserProfileName: owner }),
    kind: entry.SpaceSharingSettingsSummary?.SharingType,
    appType: entry.SpaceSettingsSummary?.AppType,
    status: entry.Status ?? 'Unknown',
  }
}

/** Apps of a space, the oldest first. Deleted and failed ones stay listed for 24 hours. */
export function listApps(
  call: SageMakerCall,
  ref: SpaceRef,
  isEnough?: (apps: readonly SpaceApp[]) => boolean,
): AwsResult<readonly SpaceApp[]> {
  const { domainId, spaceName } = ref
  const request: AwsRequest = {
    service: 'sagemaker',
    operation: 'ListApps',
    resource: `space ${domainId}/${spaceName}`,
  }
  return readList(call, {
    request,
    pending: `listing the apps of ${request.resource}`,
    command: (next) =>
      new ListAppsCommand({
        DomainIdEquals: domainId,
        SpaceNameEquals: spaceName,
        MaxResults: PAGE_SIZE,
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Apps }) => ['Apps', Apps],
    next: ({ NextToken }) => NextToken,
    parse: (value, field) => parseApp(value, field).map((app) => ({ domainId, spaceName, ...appOf(app) })),
    isEnough,
  })
}

/** True while the space has an app that may have its file systems mounted: one that is neither deleted nor failed. */
export function hasRunningApp(call: SageMakerCall, ref: SpaceRef): AwsResult<boolean> {
  const isRunning = (apps: readonly SpaceApp[]) => apps.some(isRunningApp)
  return listApps(call, ref, isRunning).map(isRunning)
}

/** A time that the SDK decoded, in milliseconds since the epoch; undefined for everything else. */
export const timeMs: FieldParser<number | undefined> = (value) =>
  ok(value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : undefined)

export const parseApp = membersOf({ AppType: shownText, AppName: shownText, Status: shownText, CreationTime: timeMs })

type AppEntry = typeof parseApp extends FieldParser<infer Entry> ? Entry : never

export function appOf({ AppType, AppName, Status, CreationTime }: AppEntry): Omit<SpaceApp, keyof SpaceRef> {
  return {
    appType: AppType ?? 'unknown',
    appName: AppName ?? 'default',
    status: Status ?? 'unknown',
    createdAt: CreationTime,
  }
}
