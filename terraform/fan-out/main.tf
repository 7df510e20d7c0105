# Deploys the fan-out of studio-efs, which onboards a list of user profiles in parallel. Most of its variables are outputs of
# the module above.

variable "bucket" {
  description = "S3 bucket in the Region of the domain, to which the function and the template are uploaded"
  type        = string
}

variable "stack_name" {
  description = "Name of the CloudFormation stack"
  type        = string
  default     = "studio-efs-fanout"
  nullable    = false
}

variable "key_prefix" {
  description = "Beginning of the keys in the bucket"
  type        = string
  default     = "studio-efs"
  nullable    = false
}

variable "package_directory" {
  description = "Folder of the npm package @studio-efs/lambda-handlers. Null if this module lies in it"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the stack, beside those of the provider"
  type        = map(string)
  default     = {}
  nullable    = false
}

module "stack" {
  source = "../stack"

  template          = "studio-efs-fanout.yaml"
  stack_name        = var.stack_name
  bucket            = var.bucket
  key_prefix        = var.key_prefix
  package_directory = var.package_directory
  parameters        = local.parameters
  tags              = var.tags
}
