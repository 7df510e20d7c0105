import { ListAppsCommand, ListSpacesCommand } from '@aws-sdk/client-sagemaker'
import { ok, type Result, safeTry } from 'neverthrow'
import { type DomainId, parseSpaceName } from '../../model/ids.js'
import { type FieldParser, optional } from '../../model/parse/parse-input.js'
import { membersOf } from '../../model/parse/parse-member.js'
import type { SpaceApp, SpaceSummary } from '../../model/space.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { retry } from '../call/call-aws.js'
import type { Page } from '../call/page.js'
import { readList, readListPage } from '../call/read-list.js'
import type { SageMakerCall } from './describe-and-update.js'
import { PAGE_SIZE } from './lists.js'
import { appOf, parseApp, parseSpaceEntry, summaryOf } from './space-lists.js'

export interface RecentSpaces {
  readonly domainId: DomainId
  /** Pages of 100; a longer list is cut, and says so by its token. */
  readonly maxPages: number
}

/** The spaces of a domain that changed last, newest change first. `next` is undefined when these are all. */
export function readRecentSpaces(
  call: SageMakerCall,
  { domainId, maxPages }: RecentSpaces,
): AwsResult<Page<SpaceSummary>> {
  const request: AwsRequest = {
    service: 'sagemaker',
    operation: 'ListSpaces',
    resource: `the spaces of domain ${domainId}`,
  }
  const parse: FieldParser<SpaceSummary> = (value, field) =>
    parseSpaceEntry(value, field).map(({ DomainId: _, ...entry }) => ({ domainId, ...summaryOf(entry) }))
  const list = {
    request,
    command: (next: string | undefined) =>
      new ListSpacesCommand({
        DomainIdEquals: domainId,
        MaxResults: PAGE_SIZE,
        SortBy: 'LastModifiedTime',
        SortOrder: 'Descending',
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command: ListSpacesCommand, abortSignal: AbortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Spaces }: { readonly Spaces?: unknown }) => ['Spaces', Spaces] as const,
    next: ({ NextToken }: { readonly NextToken?: string | undefined }) => NextToken,
    parse,
  }
  return safeTry(async function* () {
    const items: SpaceSummary[] = []
    let next: string | undefined
    for (let pages = 0; pages < maxPages; pages += 1) {
      const token = next
      const page = yield* retry(call, `listing ${request.resource}`, () => readListPage(call, list, token))
      items.push(...page.items)
      next = page.next
      if (next === undefined) break
    }
    return ok({ items, next })
  })
}

const parseListed = membersOf({ SpaceName: optional(parseSpaceName, undefined) })

/** Apps of all spaces of a domain, the oldest first; apps of profiles are left out. */
export function listDomainApps(call: SageMakerCall, domainId: DomainId): AwsResult<readonly SpaceApp[]> {
  const resource = `the apps of domain ${domainId}`
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListApps', resource }
  return readList(call, {
    request,
    pending: `listing ${resource}`,
    command: (next) =>
      new ListAppsCommand({
        DomainIdEquals: domainId,
        MaxResults: PAGE_SIZE,
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Apps }) => ['Apps', Apps],
    next: ({ NextToken }) => NextToken,
    parse: (value, field) =>
      parseListed(value, field).andThen(
        ({ SpaceName: spaceName }): Result<SpaceApp | undefined, InvalidInputError> =>
          spaceName === undefined
            ? ok(undefined)
            : parseApp(value, field).map((app) => ({ domainId, spaceName, ...appOf(app) })),
      ),
  }).map((apps) => apps.filter((app) => app !== undefined))
}
