import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'

type Settings = Readonly<Record<string, unknown>>

// Members that Terraform's provider reads back although nobody set them. The values are guesses.
const DOMAIN_DEFAULTS: Settings = {
  AutoMountHomeEFS: 'Enabled',
  StudioWebPortal: 'ENABLED',
  SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: 5, MaximumEbsVolumeSizeInGb: 100 } },
}
const PROFILE_DEFAULTS: Settings = { AutoMountHomeEFS: 'DefaultAsDomain' }
const SPACE_DEFAULTS: Settings = { SpaceStorageSettings: { EbsStorageSettings: { EbsVolumeSizeInGb: 5 } } }

const APPS_WITH_IMAGE = ['JupyterLabAppSettings', 'CodeEditorAppSettings']

/** Descriptions with the settings that AWS fills in, unless `settingsNotSent` leaves them out. */
export const withSettingsNotSent = {
  ofDomain: (world: World, domain: Output): Output => ({
    ...domain,
    ...filledIn(world, domain, { member: 'DefaultUserSettings', defaults: DOMAIN_DEFAULTS }),
    ...filledIn(world, domain, { member: 'DefaultSpaceSettings', defaults: {} }),
  }),
  ofUserProfile: (world: World, profile: Output): Output => ({
    ...profile,
    ...filledIn(world, profile, { member: 'UserSettings', defaults: PROFILE_DEFAULTS }),
  }),
  ofSpace: (world: World, space: Output): Output => ({
    ...space,
    ...filledIn(world, space, { member: 'SpaceSettings', defaults: SPACE_DEFAULTS }),
  }),
}

interface Filling {
  readonly member: string
  readonly defaults: Settings
}

/** Settings that nobody sent at all stay absent. */
function filledIn(world: World, described: Output, { member, defaults }: Filling): Output {
  const settings = described[member] as Settings | undefined
  if (settings === undefined || world.settings.undocumented.settingsNotSent === 'left-out') return {}
  const withImages = APPS_WITH_IMAGE.flatMap((app) => {
    const filled = withImage(world, settings[app] as Settings | undefined)
    return filled === undefined ? [] : [[app, filled]]
  })
  return { [member]: { ...defaults, ...settings, ...Object.fromEntries(withImages) } }
}

/** Undefined when there is nothing to fill in: the app has no resource spec, or one with an image. */
function withImage({ settings }: World, app: Settings | undefined): Settings | undefined {
  const spec = app?.['DefaultResourceSpec'] as Settings | undefined
  if (spec === undefined || spec['SageMakerImageArn'] !== undefined || spec['SageMakerImageVersionArn'] !== undefined)
    return undefined
  const SageMakerImageArn = `arn:aws:sagemaker:${settings.region}:885854791233:image/sagemaker-distribution-cpu`
  return { ...app, DefaultResourceSpec: { SageMakerImageArn, ...spec } }
}
