# A domain and user profiles that Terraform manages too. studio-efs adds file systems to their settings; without the guards
# the next "terraform apply" takes them off again.

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "execution_role_arn" {
  type = string
}

variable "user_names" {
  type = set(string)
}

variable "bucket" {
  type = string
}

resource "aws_sagemaker_domain" "studio" {
  domain_name = "studio"
  auth_mode   = "IAM"
  vpc_id      = var.vpc_id
  subnet_ids  = var.subnet_ids

  default_user_settings {
    execution_role = var.execution_role_arn
  }

  default_space_settings {
    execution_role = var.execution_role_arn
  }

  lifecycle {
    ignore_changes = [
      default_user_settings[0].custom_file_system_config,
      default_space_settings[0].custom_file_system_config,
    ]
  }
}

resource "aws_sagemaker_user_profile" "user" {
  for_each = var.user_names

  domain_id         = aws_sagemaker_domain.studio.id
  user_profile_name = each.key

  # The guard reaches into this block, so the block has to be here.
  user_settings {
    execution_role = var.execution_role_arn
  }

  lifecycle {
    ignore_changes = [user_settings[0].custom_file_system_config]
  }
}

module "studio_efs" {
  source = "../.."

  sagemaker_domain_id = aws_sagemaker_domain.studio.id
  bucket              = var.bucket
}
