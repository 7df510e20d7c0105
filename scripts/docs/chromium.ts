// Finds the Chromium of this computer: CHROMIUM_PATH, or one of the usual names on the PATH.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...(CHROMIUM_PATH === undefined ? [] : [CHROMIUM_PATH]), ...places].find((path) => existsSync(path))
}
