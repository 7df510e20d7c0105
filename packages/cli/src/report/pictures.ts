import type { FileSystemStatus } from '@studio-efs/core'
import { type Html, html, type Part } from './escape.js'
import { countOf, formatBytes, formatTime } from './format.js'
import type { UsagePoint } from './usage-history.js'

const ZONE_WIDTH = 214
const GAP = 16

/** The file system above its zones, each with its mount targets. */
export function fileSystemPicture({ fileSystemId, name, lifeCycleState, mountTargets: seen }: FileSystemStatus): Html {
  const mountTargets = seen ?? []
  const without = seen === undefined ? 'mount targets not read' : 'no mount targets'
  const zones = [...new Set(mountTargets.map(({ zoneName }) => zoneName))].sort()
  // With fewer zones the picture keeps its scale.
  const width = Math.max(3, zones.length) * (ZONE_WIDTH + GAP) + GAP
  const left = (width - zones.length * (ZONE_WIDTH + GAP) + GAP) / 2
  const middle = width / 2
  const label = `${fileSystemId}, ${lifeCycleState ?? 'state unknown'}, ${zones.length === 0 ? without : `mount targets in ${countOf(zones.length, 'zone')}`}`
  const most = Math.max(1, ...zones.map((zone) => mountTargets.filter((target) => target.zoneName === zone).length))
  const height = zones.length === 0 ? 104 : 120 + most * 44
  return html`<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<rect class="box fs" x="${middle - 120 + GAP / 2}" y="6" width="${240 - GAP}" height="52" rx="8"/>
<text class="strong" x="${middle}" y="28" text-anchor="middle">${cut(name ?? fileSystemId, 28)}</text>
<text x="${middle}" y="46" text-anchor="middle">${name === undefined ? (lifeCycleState ?? '') : fileSystemId}</text>
${zones.length === 0 && html`<text x="${middle}" y="90" text-anchor="middle">${without}</text>`}
${zones.map((zone, index) => zonePicture(zone, { index, middle, left, targets: mountTargets.filter((each) => each.zoneName === zone) }))}
</svg>`
}

interface ZonePicture {
  readonly index: number
  readonly middle: number
  /** Left edge of the first zone. */
  readonly left: number
  readonly targets: NonNullable<FileSystemStatus['mountTargets']>
}

function zonePicture(zone: string, { index, middle, left, targets }: ZonePicture): Html {
  const x = left + index * (ZONE_WIDTH + GAP)
  const at = x + ZONE_WIDTH / 2
  return html`<path class="wire" d="M${middle} 58 C${middle} 76 ${at} 66 ${at} 84"/>
<rect class="box" x="${x}" y="84" width="${ZONE_WIDTH}" height="${30 + targets.length * 44}" rx="8"/>
<text class="strong" x="${at}" y="102" text-anchor="middle">${cut(zone, 24)}</text>
${targets.map(
  (
    { ipAddress, subnetId, lifeCycleState },
    row,
  ): Part => html`<circle class="${lifeCycleState === 'available' ? 'ok' : 'bad'}" cx="${x + 16}" cy="${126 + row * 44}" r="5"/>
<text x="${x + 28}" y="${124 + row * 44}">${cut(ipAddress ?? 'no address', 20)} ${lifeCycleState === 'available' ? '' : cut(lifeCycleState, 10)}</text>
<text class="dim" x="${x + 28}" y="${141 + row * 44}">${cut(subnetId, 24)}</text>`,
)}`
}

const WIDTH = 96
const HEIGHT = 22

/** Bytes over time. Nothing for fewer than two measurements. */
export function usageLine(points: readonly UsagePoint[]): Html | undefined {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || points.length < 2) return undefined
  const most = Math.max(...points.map(({ bytes }) => bytes), 1)
  const span = Math.max(1, last.at - first.at)
  const path = points
    .map(({ at, bytes }) => {
      const x = ((at - first.at) / span) * (WIDTH - 4) + 2
      return `${x.toFixed(1)},${(HEIGHT - 2 - (bytes / most) * (HEIGHT - 4)).toFixed(1)}`
    })
    .join(' ')
  const label = `${formatBytes(first.bytes)} on ${formatTime(timeOf(first))}, ${formatBytes(last.bytes)} on ${formatTime(timeOf(last))}`
  return html`<svg class="line" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title><polyline points="${path}"/></svg>`
}

const timeOf = ({ at }: UsagePoint) => new Date(at).toISOString()

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text
}
