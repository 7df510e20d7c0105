# A domain that exists: give its id, and a bucket in its Region.

variable "domain_id" {
  type = string
}

variable "bucket" {
  type = string
}

module "studio_efs" {
  source = "../.."

  sagemaker_domain_id = var.domain_id
  bucket              = var.bucket
  log_retention_days  = 90
  tags                = { CostCenter = "42" }
}

output "file_system_id" {
  value = module.studio_efs.file_system_id
}
