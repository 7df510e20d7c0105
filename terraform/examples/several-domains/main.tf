# One file system for several domains of a VPC. The stack of the first domain makes it; the default layout gives each domain
# a folder of its own on it, /_domains/<domain id>.

variable "first_domain_id" {
  type = string
}

variable "other_domain_ids" {
  type = set(string)
}

variable "bucket" {
  type = string
}

module "first" {
  source = "../.."

  stack_name          = "studio-efs-${var.first_domain_id}"
  sagemaker_domain_id = var.first_domain_id
  bucket              = var.bucket
}

module "others" {
  source   = "../.."
  for_each = var.other_domain_ids

  stack_name          = "studio-efs-${each.key}"
  sagemaker_domain_id = each.key
  bucket              = var.bucket
  file_system_id      = module.first.file_system_id
  # Each dashboard costs 3 USD a month.
  monitoring = "metrics"
}

output "file_system_id" {
  value = module.first.file_system_id
}
