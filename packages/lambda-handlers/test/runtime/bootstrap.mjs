// Works as Lambda's Node.js runtime: loads the handler, then asks for the next event, runs it and reports, for ever.
// Runs in the Node version under test, and reads the same variables as in Lambda.
const { AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_FUNCTION_NAME, LAMBDA_TASK_ROOT, _HANDLER } = process.env
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`
const [file, name] = _HANDLER.split('.')

const handler = await load()
for (;;) await once()

async function load() {
  try {
    const loaded = await import(`${LAMBDA_TASK_ROOT}/${file}.mjs`)
    if (typeof loaded[name] !== 'function')
      throw named('Runtime.HandlerNotFound', `${_HANDLER} is undefined or not exported`)
    return loaded[name]
  } catch (error) {
    await report(
      'init/error',
      error.name.startsWith('Runtime.') ? error : named('Runtime.ImportModuleError', error.message),
    )
    process.exit(1)
  }
}

async function once() {
  const next = await fetch(`${api}/invocation/next`)
  const requestId = next.headers.get('lambda-runtime-aws-request-id')
  try {
    const reply = await handler(await next.json(), contextOf(next.headers))
    const body = JSON.stringify(reply === undefined ? null : reply)
    await post(`invocation/${requestId}/response`, body)
  } catch (error) {
    await report(`invocation/${requestId}/error`, error)
  }
}

function contextOf(headers) {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'))
  return {
    awsRequestId: headers.get('lambda-runtime-aws-request-id'),
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}

function report(path, { name: errorType, message: errorMessage, stack = '' }) {
  const body = JSON.stringify({ errorType, errorMessage, trace: stack.split('\n') })
  return post(path, body, { 'lambda-runtime-function-error-type': errorType })
}

async function post(path, body, headers = {}) {
  const { status } = await fetch(`${api}/${path}`, { method: 'POST', body, headers })
  if (status !== 202) throw new Error(`The runtime API answered ${path} with ${status}.`)
}

function named(errorName, message) {
  return Object.assign(new Error(message), { name: errorName })
}
