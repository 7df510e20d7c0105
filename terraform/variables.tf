# Generated from studio-efs.yaml by "pnpm run policies" in packages/lambda-handlers.

variable "sagemaker_domain_id" {
  description = "Id of the SageMaker domain, for example d-abcdefghijkl"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^d-[-a-z0-9]*[a-z0-9]$", var.sagemaker_domain_id))
    error_message = "sagemaker_domain_id must match ^d-[-a-z0-9]*[a-z0-9]$."
  }
}

variable "scenario" {
  description = "A private directory for every user profile, one directory for the domain, or one for all domains of its VPC"
  type        = string
  default     = "PrivateDirectories"
  nullable    = false

  validation {
    condition     = contains(["PrivateDirectories", "DomainShared", "VpcShared"], var.scenario)
    error_message = "scenario must be one of PrivateDirectories, DomainShared, VpcShared."
  }
}

variable "layout" {
  description = "Path of a user's directory. With {domainId} in it, several domains can share the file system"
  type        = string
  default     = "/_domains/{domainId}/{userProfileName}"
  nullable    = false

  validation {
    condition     = length(var.layout) <= 256
    error_message = "layout must have at most 256 characters."
  }

  validation {
    condition     = can(regex("^/[^\\s,]*\\{userProfileName\\}[^\\s,]*$", var.layout))
    error_message = "layout must match ^/[^\\s,]*\\{userProfileName\\}[^\\s,]*$."
  }
}

variable "shared_path" {
  description = "Path of the shared directory of DomainShared and VpcShared. No user's directory may touch it"
  type        = string
  default     = "/_shared"
  nullable    = false

  validation {
    condition     = length(var.shared_path) <= 256
    error_message = "shared_path must have at most 256 characters."
  }

  validation {
    condition     = can(regex("^(/[^\\s/]+)+$", var.shared_path))
    error_message = "shared_path must match ^(/[^\\s/]+)+$."
  }
}

variable "foreign_directories" {
  description = "take-over gives existing directories of other owners to the users. For one run, after a look at each"
  type        = string
  default     = "refuse"
  nullable    = false

  validation {
    condition     = contains(["refuse", "take-over"], var.foreign_directories)
    error_message = "foreign_directories must be one of refuse, take-over."
  }
}

variable "scope" {
  description = "Kind of spaces that get the shared directory of DomainShared and VpcShared. Shared spaces need a role"
  type        = string
  default     = "both"
  nullable    = false

  validation {
    condition     = contains(["both", "private", "shared"], var.scope)
    error_message = "scope must be one of both, private, shared."
  }
}

variable "execution_role_arn" {
  description = "Role of shared spaces. Required if the domain's default space settings have none; passed only to SageMaker"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=,.@/]+)?$", var.execution_role_arn))
    error_message = "execution_role_arn must match ^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=,.@/]+)?$."
  }
}

variable "space_role_arns" {
  description = "Roles that shared spaces have or get with VpcShared, * allowed in them"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.space_role_arns : can(regex("^[^,]+$", item))])
    error_message = "space_role_arns must hold no empty item, and none with a comma."
  }

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=.@/*]+(,arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=.@/*]+)*)?$", join(",", var.space_role_arns)))
    error_message = "space_role_arns must match ^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=.@/*]+(,arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=.@/*]+)*)?$."
  }
}

variable "file_system_id" {
  description = "An existing EFS file system. Empty for the domain's own, which is created if it is missing"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(fs-[0-9a-f]{8,18})?$", var.file_system_id))
    error_message = "file_system_id must match ^(fs-[0-9a-f]{8,18})?$."
  }
}

variable "kms_key_arn" {
  description = "KMS key of a new file system, which cannot change later. Empty for the AWS managed key of EFS"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$", var.kms_key_arn))
    error_message = "kms_key_arn must match ^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$."
  }
}

variable "file_system_policy" {
  description = "Policy of a new file system. deny-anonymous-root gives root to IAM identities only, require-tls also refuses plain NFS. Try it with a space first"
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = contains(["none", "deny-anonymous-root", "require-tls"], var.file_system_policy)
    error_message = "file_system_policy must be one of none, deny-anonymous-root, require-tls."
  }
}

variable "data_on_delete" {
  description = "delete makes the deletion of this stack delete the file system that it made, with all data, unless it is in use"
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "delete"], var.data_on_delete)
    error_message = "data_on_delete must be one of keep, delete."
  }
}

variable "archive_leavers" {
  description = "Moves the directories of deleted user profiles to the archive of the file system. Nothing is deleted"
  type        = string
  default     = "on"
  nullable    = false

  validation {
    condition     = contains(["on", "off"], var.archive_leavers)
    error_message = "archive_leavers must be one of on, off."
  }
}

variable "archive_grace_days" {
  description = "Days that a directory stays at its path after its user profile was seen gone. 0 archives it at the event"
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = floor(var.archive_grace_days) == var.archive_grace_days && var.archive_grace_days >= 0 && var.archive_grace_days <= 3650
    error_message = "archive_grace_days must be a whole number from 0 to 3650."
  }
}

variable "reconcile_schedule" {
  description = "Schedule that repairs everything, and onboards profiles whose events were lost. Empty for never"
  type        = string
  default     = "rate(1 day)"
  nullable    = false

  validation {
    condition     = can(regex("^((rate|cron)\\(.+\\))?$", var.reconcile_schedule))
    error_message = "reconcile_schedule must match ^((rate|cron)\\(.+\\))?$."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic for alarms. Empty for none"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:sns:[-a-z0-9]+:[0-9]{12}:[-\\w.]+)?$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn must match ^(arn:aws[-a-z]*:sns:[-a-z0-9]+:[0-9]{12}:[-\\w.]+)?$."
  }
}

variable "monitoring" {
  description = "A dashboard with four custom metrics, the metrics alone, or neither"
  type        = string
  default     = "dashboard"
  nullable    = false

  validation {
    condition     = contains(["dashboard", "metrics", "off"], var.monitoring)
    error_message = "monitoring must be one of dashboard, metrics, off."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept"
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "concurrency" {
  description = "Batches of new profiles that are onboarded at once, which reserves nothing of the account's concurrency"
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = floor(var.concurrency) == var.concurrency && var.concurrency >= 2 && var.concurrency <= 1000
    error_message = "concurrency must be a whole number from 2 to 1000."
  }
}

variable "tracing" {
  description = "Active for traces in AWS X-Ray"
  type        = string
  default     = "PassThrough"
  nullable    = false

  validation {
    condition     = contains(["PassThrough", "Active"], var.tracing)
    error_message = "tracing must be one of PassThrough, Active."
  }
}

variable "runtime" {
  description = "or `nodejs22.x`"
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs22.x", "nodejs24.x"], var.runtime)
    error_message = "runtime must be one of nodejs22.x, nodejs24.x."
  }
}

variable "architecture" {
  description = "Processor of the functions"
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be one of x86_64, arm64."
  }
}

variable "permissions_boundary_arn" {
  description = "IAM policy that bounds every role of the stack. Empty for none"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:iam::([0-9]{12}|aws):policy/[-\\w+=,.@/]+)?$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must match ^(arn:aws[-a-z]*:iam::([0-9]{12}|aws):policy/[-\\w+=,.@/]+)?$."
  }
}

variable "role_path" {
  description = "Path of every role. Empty for /"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.role_path) <= 512
    error_message = "role_path must have at most 512 characters."
  }

  validation {
    condition     = !can(regex("[Ss][Aa][Gg][Ee][Mm][Aa][Kk][Ee][Rr]", var.role_path))
    error_message = "role_path must not hold what [Ss][Aa][Gg][Ee][Mm][Aa][Kk][Ee][Rr] matches."
  }

  validation {
    condition     = can(regex("^(/([-\\w+=,.@]+/)*)?$", var.role_path))
    error_message = "role_path must match ^(/([-\\w+=,.@]+/)*)?$."
  }
}

variable "role_name_prefix" {
  description = "Beginning of the name of every role, which then takes CAPABILITY_NAMED_IAM. Empty for names of CloudFormation"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = !can(regex("[Ss][Aa][Gg][Ee][Mm][Aa][Kk][Ee][Rr]", var.role_name_prefix))
    error_message = "role_name_prefix must not hold what [Ss][Aa][Gg][Ee][Mm][Aa][Kk][Ee][Rr] matches."
  }

  validation {
    condition     = can(regex("^([-\\w+=,.@]{1,30})?$", var.role_name_prefix))
    error_message = "role_name_prefix must match ^([-\\w+=,.@]{1,30})?$."
  }
}

variable "operations_kms_key_arn" {
  description = "KMS key of logs and queues. Its key policy lets CloudWatch Logs and EventBridge use it. Empty for keys of AWS"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$", var.operations_kms_key_arn))
    error_message = "operations_kms_key_arn must match ^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$."
  }
}

variable "tags" {
  description = "Tags of the stack and of what its custom resource makes, beside those of the provider"
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, item in var.tags : can(regex("^[^=,]+$", key)) && can(regex("^[^,]*$", item))])
    error_message = "tags must hold no comma, and no equals sign in a key."
  }

  validation {
    condition     = length(join(",", [for key, item in var.tags : "${key}=${item}"])) <= 4000
    error_message = "tags must have at most 4000 characters."
  }

  validation {
    condition     = can(regex("^([^=,\"\\\\\\r\\n\\t]+=[^,\"\\\\\\r\\n\\t]*(,[^=,\"\\\\\\r\\n\\t]+=[^,\"\\\\\\r\\n\\t]*)*)?$", join(",", [for key, item in var.tags : "${key}=${item}"])))
    error_message = "tags must match ^([^=,\"\\\\\\r\\n\\t]+=[^,\"\\\\\\r\\n\\t]*(,[^=,\"\\\\\\r\\n\\t]+=[^,\"\\\\\\r\\n\\t]*)*)?$."
  }
}

variable "excluded_subnets" {
  description = "Subnets and zone ids where the directory function is not put, such as use1-az3, which Lambda lacks"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for item in var.excluded_subnets : can(regex("^[^,]+$", item))])
    error_message = "excluded_subnets must hold no empty item, and none with a comma."
  }

  validation {
    condition     = can(regex("^((subnet-[0-9a-f]+|[a-z0-9]+-az[0-9]+)(,(subnet-[0-9a-f]+|[a-z0-9]+-az[0-9]+))*)?$", join(",", var.excluded_subnets)))
    error_message = "excluded_subnets must match ^((subnet-[0-9a-f]+|[a-z0-9]+-az[0-9]+)(,(subnet-[0-9a-f]+|[a-z0-9]+-az[0-9]+))*)?$."
  }
}
