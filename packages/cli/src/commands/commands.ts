import type { CommandSpec } from '../command/command-spec.js'
import { adopt } from './adopt.js'
import { apply } from './apply.js'
import { archivesList } from './archives-list.js'
import { archivesPurge } from './archives-purge.js'
import { attach } from './attach.js'
import { backfill } from './backfill.js'
import { completion } from './completion.js'
import { createUser } from './create-user.js'
import { defaultClear } from './default-clear.js'
import { defaultSet } from './default-set.js'
import { deploy } from './deploy.js'
import { detach } from './detach.js'
import { diagnose } from './diagnose.js'
import { ensure } from './ensure.js'
import { identities } from './identities.js'
import { leavers } from './leavers.js'
import { offboard } from './offboard.js'
import { onboard } from './onboard.js'
import { plan } from './plan.js'
import { provision } from './provision.js'
import { remove } from './remove.js'
import { replay } from './replay.js'
import { report } from './report.js'
import { share } from './share.js'
import { spacesAttach } from './spaces-attach.js'
import { spacesDetach } from './spaces-detach.js'
import { status } from './status.js'
import { unshare } from './unshare.js'
import { usage } from './usage.js'

/** Every command, in the order of the help. A further one is a file beside these, and a line here. */
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
  archivesPurge,
  plan,
  apply,
  deploy,
  completion,
] as readonly CommandSpec<never, never>[] as readonly CommandSpec[]
