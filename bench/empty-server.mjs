// Measures HTTP alone: answers every request at once with the same profile.
import { createServer } from 'node:http'

const body = '{"DomainId":"d-science","UserProfileName":"user-0","Status":"InService"}'
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send({ kind: 'ready', url: `http://127.0.0.1:${server.address().port}` })
})
