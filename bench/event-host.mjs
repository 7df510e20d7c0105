// Loads the bundle, takes a list of events, runs them one after the other, and answers with the CPU time of all of them,
// or with what the first one that failed threw.
const { handler } = await import(process.env.BUNDLE)
console.log = () => {}

process.on('message', async (events) => {
  const before = process.cpuUsage()
  try {
    for (const event of events) await handler(event)
    const { user, system } = process.cpuUsage(before)
    process.send({ cpuMs: (user + system) / 1000 })
  } catch (error) {
    process.send({ failed: String(error) })
  }
})
