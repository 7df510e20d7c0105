/** Name of a parameter's variable in the Terraform modules: `SageMakerDomainId` is `sagemaker_domain_id`. */
export function terraformNameOf(parameter: string): string {
  return parameter
    .replaceAll('SageMaker', 'Sagemaker')
    .replaceAll(/(?<!^)[A-Z]/g, '_$&')
    .toLowerCase()
}

/** Name of a parameter's property in the construct of the CDK: `SageMakerDomainId` is `sageMakerDomainId`. */
export function cdkNameOf(parameter: string): string {
  return parameter.charAt(0).toLowerCase() + parameter.slice(1)
}
