/** Property of {@link StudioEfsProps} of a parameter of the template: `sageMakerDomainId` for `SageMakerDomainId`. */
export function propertyName(parameter: string): string {
  return `${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}`
}
