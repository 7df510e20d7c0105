import type { WireRequest } from '../wire.js'

const BUCKET_HOST = /^(.+)\.(?:s3[.-]|localhost(?::|$))/

/** The request as if its bucket stood in the path: `logs.s3.eu-west-1.amazonaws.com/key` is `/logs/key`. */
export function toPathStyle(request: WireRequest): WireRequest {
  const bucket = BUCKET_HOST.exec(request.host)?.[1]
  return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` }
}

export function isForS3({ host }: WireRequest): boolean {
  return /(?:^|\.)s3[.-]/.test(host)
}
