import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { type CfnResource, FileSystem, Lazy } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { packagedZip } from './packaged.js'
import { handlerOf } from './template/handler-of.js'
import type { SpecializedTemplate } from './template/specialize.js'
import type { ParameterValues } from './template/template.js'

/** Name of the included template below the construct. */
const TEMPLATE = 'Template'

/**
 * Adds the resources and outputs of the template to the stack, under their logical ids, with the packaged functions. Returns
 * the resources by logical id.
 */
export function includeTemplate(
  scope: Construct,
  template: SpecializedTemplate,
  values: ParameterValues,
): ReadonlyMap<string, CfnResource> {
  const zips = new Map<string, string>()
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([logicalId, resource]) => {
      const handler = handlerOf(resource)
      if (handler === undefined) return [logicalId, resource]
      zips.set(logicalId, handler)
      // A function needs some code to be constructed.
      return [logicalId, { ...resource, Properties: { ...Object(resource['Properties']), Code: { S3Key: handler } } }]
    }),
  )
  const included = includeText(scope, JSON.stringify({ ...template, Resources }), values)
  for (const [logicalId, handler] of zips) {
    const code = included.getResource(logicalId) as CfnFunction
    const asset = new Asset(code, 'Code', { path: packagedZip(handler) })
    code.code = { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey }
    asset.addResourceMetadata(code, 'Code')
  }
  return new Map(Object.keys(Resources).map((logicalId) => [logicalId, included.getResource(logicalId)]))
}

/** `CfnInclude` reads its template from a file, while it is constructed. */
function includeText(scope: Construct, text: string, values: ParameterValues): CfnInclude {
  const folder = FileSystem.mkdtemp('studio-efs-')
  const templateFile = join(folder, 'template.json')
  try {
    writeFileSync(templateFile, text)
    return new CfnInclude(scope, TEMPLATE, { templateFile, parameters: substitutable(values) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `CfnInclude` writes values into the text of `Fn::Sub`, where `${` would begin a reference, but tokens beside it. */
function substitutable(values: ParameterValues): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([parameter, value]) => [
      parameter,
      String(value).includes('${') ? Lazy.string({ produce: () => String(value) }) : value,
    ]),
  )
}
