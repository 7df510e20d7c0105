import type { CommandSpec } from '../command/command-spec.js'
import { apply } from './apply.js'
import { archivesList } from './archives/archives-list.js'
import { archivesPurge } from './archives/archives-purge.js'
import { archivesRestore } from './archives/archives-restore.js'
import { archivesRestoreFromBackup } from './archives/archives-restore-from-backup.js'
import { completion } from './completion.js'
import { defaultClear } from './infrastructure/default-clear.js'
import { defaultSet } from './infrastructure/default-set.js'
import { deploy } from './infrastructure/deploy.js'
import { ensure } from './infrastructure/ensure.js'
import { remove } from './infrastructure/remove.js'
import { share } from './infrastructure/share.js'
import { unshare } from './infrastructure/unshare.js'
import { plan } from './plan.js'
import { adopt } from './profiles/adopt.js'
import { attach } from './profiles/attach.js'
import { backfill } from './profiles/backfill.js'
import { createUser } from './profiles/create-user.js'
import { detach } from './profiles/detach.js'
import { leavers } from './profiles/leavers.js'
import { offboard } from './profiles/offboard.js'
import { onboard } from './profiles/onboard.js'
import { provision } from './profiles/provision.js'
import { replay } from './profiles/replay.js'
import { spacesAttach } from './spaces/spaces-attach.js'
import { spacesDetach } from './spaces/spaces-detach.js'
import { diagnose } from './studio/diagnose.js'
import { identities } from './studio/identities.js'
import { report } from './studio/report.js'
import { status } from './studio/status.js'
import { usage } from './studio/usage.js'

/** Every command, in the order of the help. A further one is a file in the folder of its subject, and a line here. */
export const commands: readonly CommandSpec[] = [
  status,
  report,
  diagnose,
  usage,
  identities,
  ensure,
  share,
  unshare,
  defaultSet,
  defaultClear,
  remove,
  createUser,
  onboard,
  provision,
  attach,
  detach,
  backfill,
  replay,
  spacesAttach,
  spacesDetach,
  adopt,
  offboard,
  leavers,
  archivesList,
  archivesRestore,
  archivesRestoreFromBackup,
  archivesPurge,
  plan,
  apply,
  deploy,
  completion,
] as readonly CommandSpec<never, never>[] as readonly CommandSpec[]
