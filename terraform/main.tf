# Deploys the template of studio-efs for one domain. A variable for each parameter of the template is in variables.tf.

variable "bucket" {
  description = "S3 bucket in the Region of the domain, to which the functions and the template are uploaded"
  type        = string
}

variable "stack_name" {
  description = "Name of the CloudFormation stack"
  type        = string
  default     = "studio-efs"
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

# CloudFormation gives its tags to everything but what the custom resource makes, which gets them as a parameter.
data "aws_default_tags" "provider" {}

locals {
  tags = merge(data.aws_default_tags.provider.tags, var.tags)
}

module "stack" {
  source = "./stack"

  template          = "studio-efs.yaml"
  stack_name        = var.stack_name
  bucket            = var.bucket
  key_prefix        = var.key_prefix
  package_directory = var.package_directory
  parameters        = local.parameters
  tags              = var.tags
}
