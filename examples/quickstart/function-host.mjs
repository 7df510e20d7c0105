// Stands in for Lambda's runtime: a process of its own that loads the function as it is shipped and hands it one event at
// a time. Messages in: { event }. Messages out: { ready }, then { reply } or { error } for each event, with what it took.
const { handler } = await import(process.env.QUICKSTART_BUNDLE)

process.on('message', async ({ event }) => {
  const startedAt = performance.now()
  const answer = await handler(event).then(
    (reply) => ({ reply }),
    (error) => ({ error: { name: error.name, message: error.message } }),
  )
  process.send({ ...answer, tookMs: performance.now() - startedAt })
})
process.send({ ready: true })
