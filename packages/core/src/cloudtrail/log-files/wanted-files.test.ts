import { describe, expect, test } from 'vitest'
import { judgeFile, judgeFolder, type LogFilter, type Verdict } from './wanted-files.js'

const all: LogFilter = { accounts: undefined, regions: undefined, from: undefined, to: undefined }
const oneRegion: LogFilter = { ...all, accounts: ['111122223333'], regions: ['eu-west-1'] }
const may: LogFilter = { ...all, from: Date.UTC(2026, 4, 3, 12), to: Date.UTC(2026, 4, 5) }
const account = 'AWSLogs/111122223333'
const region = `${account}/CloudTrail/eu-west-1`

describe('folders', () => {
  test.each<[string, LogFilter, Verdict]>([
    ['AWSLogs', all, 'wanted'],
    ['prefix', all, 'wanted'],
    ['AWSLogs/o-exampleorg1', all, 'wanted'],
    [account, all, 'wanted'],
    [account, oneRegion, 'wanted'],
    ['AWSLogs/999988887777', oneRegion, 'left-out'],
    ['AWSLogs/o-exampleorg1/999988887777', oneRegion, 'left-out'],
    [`${account}/CloudTrail`, all, 'wanted'],
    [`${account}/CloudTrail-Digest`, all, 'other'],
    [`${account}/CloudTrail-Insight`, all, 'other'],
    [`${account}/CloudTrail-NetworkActivity`, all, 'other'],
    [`${account}/CloudTrail-Aggregated`, all, 'other'],
    [`${account}/Config`, all, 'other'],
    ['AWSLogs/o-exampleorg1/111122223333/vpcflowlogs', all, 'other'],
    [`${region}/odd/deeper`, may, 'wanted'],
    // Above AWSLogs, a name of CloudTrail's is the prefix of a trail.
    ['CloudTrail-Digest', all, 'wanted'],
    ['CloudTrail-logs', all, 'wanted'],
    ['999988887777', oneRegion, 'wanted'],
    ['999988887777/Config', oneRegion, 'wanted'],
    ['CloudTrail/us-gov-west-1', oneRegion, 'wanted'],
    ['CloudTrail/eu-west-1/2025', may, 'wanted'],
    ['AWSLogs/AWSLogs', all, 'wanted'],
    ['AWSLogs/111122223333/Config/AWSLogs/999988887777', oneRegion, 'left-out'],
    ['AWSLogs/111122223333/Config/odd', oneRegion, 'wanted'],
    ['111122223333/2026', all, 'wanted'],
    [region, oneRegion, 'wanted'],
    [`${account}/CloudTrail/us-gov-west-1`, oneRegion, 'left-out'],
    [`${region}/2025`, may, 'left-out'],
    [`${region}/2026`, may, 'wanted'],
    [`${region}/2026/04`, may, 'left-out'],
    [`${region}/2026/05`, may, 'wanted'],
    [`${region}/2026/05/02`, may, 'left-out'],
    [`${region}/2026/05/03`, may, 'wanted'],
    [`${region}/2026/05/06`, may, 'wanted'],
    [`${region}/2026/05/07`, may, 'left-out'],
    [`${region}/odd`, may, 'wanted'],
  ])('%s', (path, filter, verdict) => {
    expect(judgeFolder(path.split('/'), filter)).toBe(verdict)
  })
})

const file = (stamp: string, kind = 'CloudTrail', where = '111122223333', place = 'eu-west-1') =>
  `${where}_${kind}_${place}_${stamp}_0123456789abcdef.json.gz`

describe('files', () => {
  test.each<[string, LogFilter, Verdict]>([
    [file('20260504T0000Z'), all, 'wanted'],
    [file('20260504T0000Z'), oneRegion, 'wanted'],
    [file('20260504T0000Z', 'CloudTrail', '999988887777'), oneRegion, 'left-out'],
    [file('20260504T0000Z', 'CloudTrail', '111122223333', 'us-east-1'), oneRegion, 'left-out'],
    [file('20260504T0000Z', 'CloudTrail-Digest'), all, 'other'],
    [file('20260504T0000Z', 'CloudTrail-Insight'), all, 'other'],
    [file('20260504T0000Z', 'Config'), all, 'other'],
    [file('20260503T1159Z'), may, 'left-out'],
    [file('20260503T1200Z'), may, 'wanted'],
    [file('20260505T2359Z'), may, 'wanted'],
    [file('20260506T0001Z'), may, 'left-out'],
    ['renamed.json.gz', may, 'wanted'],
    ['renamed.json', oneRegion, 'wanted'],
    ['notes.txt', all, 'other'],
    ['backup.json.gz.tmp', all, 'other'],
  ])('%s', (name, filter, verdict) => {
    expect(judgeFile(name, filter)).toBe(verdict)
  })
})
