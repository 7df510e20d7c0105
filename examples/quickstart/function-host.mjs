// Stands in for Lambda's runtime: a process of its own that loads the function and hands it one event at a time.
// Messages in: { event }. Messages out: { ready }, then { reply } or { error } for each event, with what it took.
const directories = await start()

process.on('message', async ({ event }) => {
  const startedAt = performance.now()
  const answer = await directories.handler(event).then(
    (reply) => ({ reply }),
    (error) => ({ error: { name: error.name, message: error.message } }),
  )
  process.send({ ...answer, tookMs: performance.now() - startedAt, entries: directories.entries?.() })
})
process.send({ ready: true })

/** As root the shipped bundle, as it is. Otherwise the same handler with directories in memory, since only root may chown. */
async function start() {
  if (process.env.QUICKSTART_DIRECTORIES !== 'memory') return import(process.env.QUICKSTART_BUNDLE)
  const { SageMakerClient } = await import('@aws-sdk/client-sagemaker')
  const { DEFAULT_LAYOUT } = await import('@studio-efs/core')
  const { memoryDirectoryDriver } = await import('@studio-efs/testing')
  const { createOnUserProfileCreated } = await import('@studio-efs/lambda-handlers/on-user-profile-created')
  const memory = memoryDirectoryDriver()
  const { STUDIO_EFS_FILE_SYSTEM_ID: fileSystemId, STUDIO_EFS_DOMAIN_IDS: domainId } = process.env
  const configuration = { fileSystemId, domainIds: [domainId], layout: DEFAULT_LAYOUT }
  const handler = createOnUserProfileCreated({
    context: { sagemaker: new SageMakerClient({}), directories: memory },
    configuration,
  })
  return { handler, entries: memory.entries }
}
