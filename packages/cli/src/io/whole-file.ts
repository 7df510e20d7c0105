import { createWriteStream, type Stats } from 'node:fs'
import { copyFile, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

export interface WholeFile {
  write(text: string): Promise<void>
  /** Deletes what was written of a file that is not whole. */
  close(isWhole: boolean): Promise<void>
}

/** Writes a file that is there only when it is whole, as a report is. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const target = await openWholeFile(path)
  let isWhole = false
  try {
    await target.write(text)
    isWhole = true
  } finally {
    await target.close(isWhole)
  }
}

/**
 * A file is there, under its name, only when it is whole: a link stays one, and a file keeps its mode. Devices and pipes
 * are written directly, and so are files that are open already, such as `/dev/stdout`.
 */
export async function openWholeFile(name: string): Promise<WholeFile> {
  const path = await followLinks(name)
  const [, descriptor] = OPEN_FILE.exec(path) ?? []
  if (descriptor === '1') return { write: writeToStandardOutput, close: async () => undefined }
  if (descriptor !== undefined) return openDescriptor(Number(descriptor))
  const there = await stat(path).catch(ignoreMissing)
  return there?.isFile() === false ? openDirectly(path) : openBeside(path, there)
}

/** A name for a file that this process has open: another handle would write over what this one writes. */
const OPEN_FILE = new RegExp(`^/(?:proc/(?:self|${process.pid})|dev)/fd/(\\d+)$`)
const MAX_LINKS = 40

/** Path of the file, which need not exist. Names of open files are left as they are. */
async function followLinks(name: string): Promise<string> {
  let path = resolve(name)
  for (let n = 0; n < MAX_LINKS && !OPEN_FILE.test(path); n += 1) {
    const to = await readlink(path).catch(() => undefined)
    if (to === undefined) return path
    path = resolve(await realpath(dirname(path)), to)
  }
  return path
}

function openDescriptor(fd: number): WholeFile {
  const stream = createWriteStream('', { fd, autoClose: false })
  return { write: (text) => writeToStream(stream, text), close: async () => undefined }
}

async function openDirectly(path: string): Promise<WholeFile> {
  const file = await open(path, 'w')
  return { write: (text) => file.writeFile(text), close: () => file.close() }
}

async function openBeside(path: string, there: Stats | undefined): Promise<WholeFile> {
  // Runs at the same time have one each. A link of that name would be followed, so the file is always a new one.
  const unfinished = `${path}.${process.pid}.unfinished`
  await rm(unfinished, { force: true })
  const file = await open(unfinished, 'wx')
  if (there !== undefined) await file.chmod(there.mode & 0o7777)
  return {
    write: (text) => file.writeFile(text),
    async close(isWhole) {
      await file.close()
      // Another name of the file would keep the old content.
      const hasOtherNames = there !== undefined && there.nlink > 1
      if (isWhole && hasOtherNames) await copyFile(unfinished, path)
      await (isWhole && !hasOtherNames ? rename(unfinished, path) : rm(unfinished))
    },
  }
}

/** A reader that leaves early, as `head` does, is no error. */
function writeToStandardOutput(text: string): Promise<void> {
  return writeToStream(process.stdout, text)
}

function writeToStream(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && (!('code' in error) || error.code !== 'EPIPE')) reject(error)
      else resolve()
    })
  })
}

function ignoreMissing(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause
}
