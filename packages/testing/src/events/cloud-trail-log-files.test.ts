import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type CloudTrailLogOptions, cloudTrailLogFiles } from './cloud-trail-log-files.js'
import { type CloudTrailRecord, cloudTrailRecord } from './cloud-trail-record.js'

const start = Date.UTC(2026, 0, 1, 23, 50)
const records = Array.from({ length: 100 }, (_, n) =>
  cloudTrailRecord({ eventName: 'CreateUserProfile', eventID: `event-${n}`, time: new Date(start + n * 6_000) }),
)

const recordsIn = (body: Uint8Array): CloudTrailRecord[] => JSON.parse(gunzipSync(body).toString()).Records
const logs = (options: CloudTrailLogOptions = {}) => [...cloudTrailLogFiles(records, options)]
const isLog = ({ key }: { key: string }) => key.includes('/CloudTrail/')

describe('cloudTrailLogFiles', () => {
  it('names files and folders by the time of the delivery', () => {
    const keys = logs({ late: 0 })
      .filter(isLog)
      .map(({ key }) => key)
    for (const key of keys) {
      expect(key).toMatch(
        /^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\/2026\/01\/(01|02)\/111122223333_CloudTrail_eu-west-1_2026010[12]T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/,
      )
    }
    expect(keys.filter((key) => key.includes('/2026/01/02/')).length).toBeGreaterThan(0)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has the levels of an organisation trail and of a prefix', () => {
    const [file] = logs({ organizationId: 'o-example', prefix: 'audit/all' })
    expect(file?.key).toMatch(/^audit\/all\/AWSLogs\/o-example\/111122223333\/CloudTrail\//)
  })

  it('has every record once, several to a file, when nothing goes wrong', () => {
    const files = logs({ late: 0, duplicates: 0, siblings: 'without', recordsPerFile: 10 })
    const found = files.map(({ body }) => recordsIn(body))
    expect(Math.max(...found.map(({ length }) => length))).toBe(10)
    const ids = found.flat().map(({ eventID }) => eventID)
    expect([...ids].sort()).toEqual(records.map(({ eventID }) => eventID).sort())
    expect(ids).not.toEqual(records.map(({ eventID }) => eventID))
  })

  it('has some records twice, and some a day late and marked', () => {
    const found = logs({ late: 0.2, duplicates: 0.2 }).filter(isLog)
    const ids = found.flatMap(({ body }) => recordsIn(body).map(({ eventID }) => eventID))
    expect(new Set(ids).size).toBe(100)
    expect(ids.length).toBeGreaterThan(105)
    const late = found.flatMap(({ body }) => recordsIn(body)).filter(({ addendum }) => addendum !== undefined)
    expect(late.length).toBeGreaterThan(5)
    expect(found.some(({ key }) => key.includes('/2026/01/03/') || key.includes('/2026/01/02/'))).toBe(true)
  })

  it('lies beside digests, Insights, network activity and aggregated events', () => {
    const kinds = new Set(logs().map(({ key }) => key.split('/')[2]))
    expect([...kinds].sort()).toEqual([
      ...[
        'CloudTrail',
        'CloudTrail-Aggregated',
        'CloudTrail-Digest',
        'CloudTrail-Insight',
        'CloudTrail-NetworkActivity',
      ],
    ])
    expect(logs({ siblings: 'without' }).every(isLog)).toBe(true)
  })

  it('keeps accounts and Regions apart', () => {
    const other = cloudTrailRecord({ eventName: 'CreateUserProfile', account: '444455556666', region: 'us-east-1' })
    const keys = [...cloudTrailLogFiles([...records, other])].filter(isLog).map(({ key }) => key)
    expect(keys.filter((key) => key.startsWith('AWSLogs/444455556666/CloudTrail/us-east-1/'))).toHaveLength(1)
  })

  it('is the same with the same seed', () => {
    expect(logs({ seed: 7 })).toEqual(logs({ seed: 7 }))
    expect(logs({ seed: 7 })).not.toEqual(logs({ seed: 8 }))
  })
})
