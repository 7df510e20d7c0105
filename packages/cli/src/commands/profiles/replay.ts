import type { CloudTrailSource } from '@studio-efs/core/cloudtrail'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import type { Session } from '../../command/session.js'
import {
  type AttachOptions,
  addAttachOptions,
  addProvisionOptions,
  attachInput,
  type ProvisionOptions,
  provisionInput,
} from '../../options/profile-options.js'
import { addManyOptions, type ManyOptions } from '../../options/run-options.js'
import { profileView } from '../../runs/profile-view.js'
import { runItems } from '../../runs/run-items.js'

interface Options extends ManyOptions, ProvisionOptions, AttachOptions, DirectoryOptions {
  readonly fileSystem: string
  readonly logs?: string
  readonly from?: string
  readonly to?: string
}

export const replay: CommandSpec<readonly [], Options> = {
  usage: 'replay',
  summary: 'onboard the user profiles that CloudTrail has events of',
  description: 'Reads the event history of the last 90 days or, with --logs, the log files of a trail.',
  examples: [
    'replay --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --from 2026-11-01 --mount-path /mnt/efs --dry-run',
    'replay --file-system fs-0123456789abcdef0 --logs s3://my-trail --mount-path /mnt/efs',
  ],
  writes: 'profiles',
  options: (command) =>
    addManyOptions(
      addAttachOptions(
        addProvisionOptions(
          addDirectoryOptions(
            command
              .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
              .option('--logs <place>', 'log files of a trail: a folder, or s3://bucket/prefix')
              .option('--from <time>', 'earliest event, in ISO 8601')
              .option('--to <time>', 'latest event, in ISO 8601'),
          ),
        ),
      ),
    ),
  run: async (session, _, options) => {
    const { replayCloudTrail } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options)
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), directories }
    const { fileSystem, domain, concurrency, timeout } = options
    const input = {
      fileSystemId: fileSystem,
      source: await sourceFor(session, options),
      ...given({ domainIds: domain, concurrency, timeoutMs: timeout }),
      ...provisionInput(options),
      ...attachInput(options),
    }
    return runItems(
      session,
      {
        view: profileView,
        done: 'onboarded',
        start: (how) => replayCloudTrail(context, { ...input, ...how }),
        notes: ({ result, read, problems }) => [
          `events read: ${read.events}; result: ${result}`,
          ...(problems.length > 0 ? [`events or files that could not be read: ${problems.length}`] : []),
        ],
        isPartial: ({ result }) => result !== 'complete',
      },
      options,
    )
  },
}

async function sourceFor(session: Session, { logs, from, to }: Options): Promise<CloudTrailSource> {
  const { logFilesSource, lookupEventsSource } = await import('@studio-efs/core/cloudtrail')
  const times = given({ from, to })
  if (logs === undefined) return lookupEventsSource(await contextWith(session, 'cloudTrail'), times)
  const context = await (logs.startsWith('s3:') ? contextWith(session, 's3') : contextWith(session))
  return logFilesSource(context, { location: logs, ...times })
}
