import { describe, expect, test } from 'vitest'
import { isFileWanted, isFolderWanted, type LogFilter } from './find-files.js'

const all: LogFilter = { accounts: undefined, regions: undefined, from: undefined, to: undefined }
const oneRegion: LogFilter = { ...all, accounts: ['111122223333'], regions: ['eu-west-1'] }
const may: LogFilter = { ...all, from: Date.UTC(2026, 4, 3, 12), to: Date.UTC(2026, 4, 5) }
const account = 'AWSLogs/111122223333'
const region = `${account}/CloudTrail/eu-west-1`

describe('folders', () => {
  test.each<[string, LogFilter, boolean]>([
    ['AWSLogs', all, true],
    ['prefix', all, true],
    ['AWSLogs/o-exampleorg1', all, true],
    [account, all, true],
    [account, oneRegion, true],
    ['AWSLogs/999988887777', oneRegion, false],
    ['AWSLogs/o-exampleorg1/999988887777', oneRegion, false],
    [`${account}/CloudTrail`, all, true],
    [`${account}/CloudTrail-Digest`, all, false],
    [`${account}/CloudTrail-Insight`, all, false],
    [`${account}/CloudTrail-NetworkActivity`, all, false],
    [`${account}/CloudTrail-Aggregated`, all, false],
    [`${account}/Config`, all, false],
    ['AWSLogs/o-exampleorg1/111122223333/vpcflowlogs', all, false],
    ['CloudTrail-Digest', all, false],
    ['111122223333/2026', all, true],
    [region, oneRegion, true],
    [`${account}/CloudTrail/us-gov-west-1`, oneRegion, false],
    [`${region}/2025`, may, false],
    [`${region}/2026`, may, true],
    [`${region}/2026/04`, may, false],
    [`${region}/2026/05`, may, true],
    [`${region}/2026/05/02`, may, false],
    [`${region}/2026/05/03`, may, true],
    [`${region}/2026/05/06`, may, true],
    [`${region}/2026/05/07`, may, false],
    [`${region}/odd`, may, true],
  ])('%s', (path, filter, wanted) => {
    expect(isFolderWanted(path.split('/'), filter)).toBe(wanted)
  })
})

const file = (stamp: string, kind = 'CloudTrail', where = '111122223333', place = 'eu-west-1') =>
  `${where}_${kind}_${place}_${stamp}_0123456789abcdef.json.gz`

describe('files', () => {
  test.each<[string, LogFilter, boolean]>([
    [file('20260504T0000Z'), all, true],
    [file('20260504T0000Z'), oneRegion, true],
    [file('20260504T0000Z', 'CloudTrail', '999988887777'), oneRegion, false],
    [file('20260504T0000Z', 'CloudTrail', '111122223333', 'us-east-1'), oneRegion, false],
    [file('20260504T0000Z', 'CloudTrail-Digest'), all, false],
    [file('20260504T0000Z', 'CloudTrail-Insight'), all, false],
    [file('20260504T0000Z', 'Config'), all, false],
    [file('20260503T1159Z'), may, false],
    [file('20260503T1200Z'), may, true],
    [file('20260505T2359Z'), may, true],
    [file('20260506T0001Z'), may, false],
    ['renamed.json.gz', may, true],
    ['renamed.json', oneRegion, true],
    ['notes.txt', all, false],
    ['backup.json.gz.tmp', all, false],
  ])('%s', (name, filter, wanted) => {
    expect(isFileWanted(name, filter)).toBe(wanted)
  })
})
