variable "template" {
  description = "File name of the template"
  type        = string
}

variable "stack_name" {
  description = "Name of the CloudFormation stack"
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z][-a-zA-Z0-9]{0,127}$", var.stack_name))
    error_message = "stack_name must have at most 128 letters, digits and hyphens, a letter first."
  }

  validation {
    condition     = !can(regex("(?i)sagemaker", var.stack_name))
    error_message = "stack_name must not hold the word sagemaker, by which AWS policies for Studio allow its users the use of functions and roles."
  }
}

variable "bucket" {
  description = "S3 bucket in the Region of the stack"
  type        = string
}

variable "key_prefix" {
  description = "Beginning of the keys in the bucket"
  type        = string

  validation {
    condition     = can(regex("^[-.\\w]+(/[-.\\w]+)*$", var.key_prefix))
    error_message = "key_prefix must hold letters, digits, and the signs - _ . with single slashes between them."
  }
}

variable "package_directory" {
  description = "Folder of the npm package @studio-efs/lambda-handlers. Null if this module lies in it"
  type        = string
}

variable "parameters" {
  description = "Parameters of the template"
  type        = map(string)
}

variable "tags" {
  description = "Tags of the stack"
  type        = map(string)
}
