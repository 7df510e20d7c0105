// Promises of the quick start, compared with the outcome after it is shown.
import { isDeepStrictEqual } from 'node:util'

export const promised = {
  created: ['onboarded', 'onboarded', 'onboarded'],
  directories: [
    'drwx------  200001  1001  /Bob',
    'drwx------  200001  1001  /alice',
    'drwx------   10042  1042  /carol',
  ],
  fileSystems: {
    alice: [
      'EFS     fs-0bbbbbbbbbbbbbbbb /datasets',
      'S3      s3://science/models',
      'EFS     fs-0123456789abcdef0 /alice',
    ],
    Bob: ['Lustre  fs-0aaaaaaaaaaaaaaaa /', 'EFS     fs-0123456789abcdef0 /Bob'],
    carol: ['Lustre  fs-0aaaaaaaaaaaaaaaa /', 'EFS     fs-0123456789abcdef0 /carol'],
  },
  others: ['unchanged', 'ignored: failed-call', 'ignored: other-domain', 'refused: MalformedEventError'],
  updatesByOthers: 0,
  directoriesByOthers: 0,
}

const what = {
  created: 'the outcomes of the three events',
  directories: 'the directories',
  fileSystems: 'the lists of the profiles afterwards',
  others: 'the outcomes of the other events',
  updatesByOthers: 'the number of updates by the other events',
  directoriesByOthers: 'the number of directories by the other events',
}

/** One sentence for each broken promise. */
export function broken(seen) {
  return Object.keys(promised)
    .filter((key) => !isDeepStrictEqual(seen[key], promised[key]))
    .map((key) => `Promise broken: ${what[key]}. Expected ${inWords(promised[key])}, got ${inWords(seen[key])}.`)
}

function inWords(value) {
  return JSON.stringify(value)
}
