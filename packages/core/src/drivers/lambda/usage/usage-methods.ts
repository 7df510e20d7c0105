import type {
  KnownDirectories,
  KnownDirectoriesPage,
  MeasureLimits,
  MeasureReceipt,
  MeasureSpec,
  UsageMeter,
} from '../../usage-meter.js'
import type { DirectoryFunction, WireMethod } from '../invocation.js'
import { runInvocations } from '../run-invocations.js'
import { parseKnownDirectories, parseMeasureReceipt } from './wire-usage.js'

/** The driver's side of the usage meter. */
export function usageMethods(target: DirectoryFunction): UsageMeter {
  return {
    measureDirectories: (specs, limits) => runInvocations(target, measureMethod(target, limits), specs),
    listKnownDirectories: (pages) => runInvocations({ ...target, maxItems: 1 }, listMethod, pages),
  }
}

function measureMethod(
  { timeoutMs }: DirectoryFunction,
  { operationsPerSecond, maxMs }: MeasureLimits,
): WireMethod<MeasureSpec, MeasureReceipt> {
  // The other half is for starting the function, for its last operations and for the reply.
  const measureLimits = { operationsPerSecond, maxMs: Math.min(maxMs, Math.ceil(timeoutMs / 2)) }
  return {
    pathOf: ({ path }) => path,
    request: (measureDirectories) => ({ measureDirectories, measureLimits }),
    parse: parseMeasureReceipt,
  }
}

const listMethod: WireMethod<KnownDirectoriesPage, KnownDirectories> = {
  pathOf: ({ path }) => path,
  request: (listKnownDirectories) => ({ listKnownDirectories }),
  parse: parseKnownDirectories,
}
