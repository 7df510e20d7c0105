import pc from 'picocolors'
import type { Io } from './io.js'

export type Palette = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>

/** Colours for a stream: none where it is no terminal, and with NO_COLOR (https://no-color.org) or TERM=dumb. */
export function paletteFor({ env, ...streams }: Io, stream: 'stdout' | 'stderr'): Palette {
  const wanted = streams[stream].columns !== undefined && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return pc.createColors(wanted)
}
