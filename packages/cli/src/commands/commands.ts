import type { CommandSpec } from '../command/command-spec.js'
import { apply } from './apply.js'
import { attach } from './attach.js'
import { backfill } from './backfill.js'
import { completion } from './completion.js'
import { defaultClear } from './default-clear.js'
import { defaultSet } from './default-set.js'
import { deploy } from './deploy.js'
import { detach } from './detach.js'
import { diagnose } from './diagnose.js'
import { ensure } from './ensure.js'
import { onboard } from './onboard.js'
import { plan } from './plan.js'
import { provision } from './provision.js'
import { remove } from './remove.js'
import { replay } from './replay.js'
import { report } from './report.js'
import { share } from './share.js'
import { status } from './status.js'
import { unshare } from './unshare.js'

/** Every command, in the order of the help. A further one is a file beside these, and a line here. */
export const commands: readonly CommandSpec[] = [
  status,
  report,
  diagnose,
  ensure,
  share,
  unshare,
  defaultSet,
  defaultClear,
  remove,
  onboard,
  provision,
  attach,
  detach,
  backfill,
  replay,
  plan,
  apply,
  deploy,
  completion,
] as readonly CommandSpec<never, never>[] as readonly CommandSpec[]
