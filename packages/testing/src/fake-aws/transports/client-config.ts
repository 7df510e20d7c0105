import type { FakeRequestHandler } from './request-handler.js'
import type { RetryExtension } from './retry-waits.js'

/** Makes any AWS SDK v3 client talk to the fake; spread it into the constructor's argument. */
export interface FakeClientConfig {
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly requestHandler: FakeRequestHandler
  /** Names the service in the header and signs nothing: the fake does not verify signatures. */
  readonly signer: FakeSigner
  /** Keeps a test clock from jumping while the client waits, in real time, between two attempts. */
  readonly extensions: RetryExtension[]
}

/** Signer that names the service in the header and signs nothing. */
export interface FakeSigner {
  /** Returns the request with an `authorization` header that has no signature. */
  sign<R>(request: R, options?: { readonly signingService?: string; readonly signingRegion?: string }): Promise<R>
}

const ACCESS_KEY = 'AKIAFAKEAWSEXAMPLE00'

export function createClientConfig(
  region: string,
  requestHandler: FakeRequestHandler,
  retries: RetryExtension,
): FakeClientConfig {
  return {
    region,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: 'not-a-secret' },
    requestHandler,
    extensions: [retries],
    signer: {
      sign: async (request, { signingService = '', signingRegion = region } = {}) => {
        const scope = `${ACCESS_KEY}/20260101/${signingRegion}/${signingService}/aws4_request`
        const { headers } = request as { headers: Record<string, string> }
        headers['authorization'] = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unsigned`
        return request
      },
    },
  }
}
