#!/usr/bin/env node
import { endDespiteHungCalls } from './io/hung-calls.js'
import { processIo } from './io/process-io.js'
import { run } from './run.js'

const io = processIo()
process.exitCode = await run(process.argv.slice(2), io)
endDespiteHungCalls()
