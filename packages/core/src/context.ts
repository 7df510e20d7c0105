import type { EC2Client } from './aws/ec2/network.js'
import type { EFSClient } from './aws/efs/file-systems.js'
import { withReplyTimeout } from './aws/pace/reply-timer.js'
import type { SageMakerClient } from './aws/sagemaker/describe-and-update.js'
import type { Directories } from './drivers/ensure-directory.js'
import { boundedLogger, type Logger, silentLogger } from './logger.js'
import type { DomainCache } from './studio/domain-cache.js'
import { type Clock, systemClock } from './time/clock.js'

/**
 * Clients, directory driver, clock and logger of the operations. Each operation takes the part of it that it uses, so that
 * its signature shows which AWS permissions and which network it needs.
 */
export interface StudioEfsContext {
  readonly sagemaker: SageMakerClient
  readonly efs: EFSClient
  readonly ec2: EC2Client
  /** Creates the directories: `posixDirectoryDriver` on a host that mounts the file system. */
  readonly directories: Directories
  /** Default: the computer's own clock. */
  readonly clock?: Clock
  /** Default: no log. */
  readonly logger?: Logger
  /** Keeps a domain's settings between calls. Default: every call reads them. */
  readonly domainCache?: DomainCache
}

/** Fills in the defaults, and bounds the time that the clients wait for a reply. */
export function withDefaults<Context extends Partial<StudioEfsContext>>(
  context: Context,
): Context & { readonly clock: Clock; readonly logger: Logger } {
  const { clock = systemClock, logger = silentLogger, sagemaker, efs, ec2 } = context
  return {
    ...context,
    ...(sagemaker && { sagemaker: withReplyTimeout(sagemaker, clock) }),
    ...(efs && { efs: withReplyTimeout(efs, clock) }),
    ...(ec2 && { ec2: withReplyTimeout(ec2, clock) }),
    clock,
    logger: logger === silentLogger ? logger : boundedLogger(logger),
  }
}
