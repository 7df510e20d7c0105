# Generated from studio-efs-fanout.yaml by "pnpm run policies" in packages/lambda-handlers.

variable "sagemaker_domain_id" {
  description = "Output of the other stack"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^d-[-a-z0-9]*[a-z0-9]$", var.sagemaker_domain_id))
    error_message = "sagemaker_domain_id must match ^d-[-a-z0-9]*[a-z0-9]$."
  }
}

variable "file_system_id" {
  description = "Output of the other stack"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^fs-[0-9a-f]{8,18}$", var.file_system_id))
    error_message = "file_system_id must match ^fs-[0-9a-f]{8,18}$."
  }
}

variable "layout" {
  description = "Output of the other stack. Deploy again here when it changes there"
  type        = string
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
  description = "Output of the other stack. Empty for none"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.shared_path) <= 256
    error_message = "shared_path must have at most 256 characters."
  }

  validation {
    condition     = can(regex("^((/[^\\s/]+)+)?$", var.shared_path))
    error_message = "shared_path must match ^((/[^\\s/]+)+)?$."
  }
}

variable "foreign_directories" {
  description = "Output of the other stack. Deploy again here when it changes there"
  type        = string
  default     = "refuse"
  nullable    = false

  validation {
    condition     = contains(["refuse", "take-over"], var.foreign_directories)
    error_message = "foreign_directories must be one of refuse, take-over."
  }
}

variable "directory_function" {
  description = "Output of the other stack"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[-\\w]{1,64}$", var.directory_function))
    error_message = "directory_function must match ^[-\\w]{1,64}$."
  }
}

variable "execution_role_arn" {
  description = "As for the other stack"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=,.@/]+)?$", var.execution_role_arn))
    error_message = "execution_role_arn must match ^(arn:aws[-a-z]*:iam::[0-9]{12}:role/[-\\w+=,.@/]+)?$."
  }
}

variable "list_bucket" {
  description = "S3 bucket of the list, and of the results"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$", var.list_bucket))
    error_message = "list_bucket must match ^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$."
  }
}

variable "list_key" {
  description = "Key of the list, CSV with the header domainId,userProfileName"
  type        = string
  default     = "studio-efs/profiles.csv"
  nullable    = false
}

variable "list_kms_key_arn" {
  description = "KMS key that encrypts the bucket. Empty if none does, or a key of S3"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$", var.list_kms_key_arn))
    error_message = "list_kms_key_arn must match ^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$."
  }
}

variable "results_prefix" {
  description = "Prefix in the bucket for the results of every run"
  type        = string
  default     = "studio-efs/results"
  nullable    = false
}

variable "batch_size" {
  description = "User profiles per invocation. If a batch fails, all of them count as failed"
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = floor(var.batch_size) == var.batch_size && var.batch_size >= 1 && var.batch_size <= 100
    error_message = "batch_size must be a whole number from 1 to 100."
  }
}

variable "concurrency" {
  description = "Batches that run at once. The rate of the SageMaker API, about one update a second, limits them all"
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = floor(var.concurrency) == var.concurrency && var.concurrency >= 1
    error_message = "concurrency must be a whole number from 1."
  }
}

variable "tolerated_failure_percentage" {
  description = "Percentage of user profiles in failed batches at which the run stops"
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = floor(var.tolerated_failure_percentage) == var.tolerated_failure_percentage && var.tolerated_failure_percentage >= 0 && var.tolerated_failure_percentage <= 100
    error_message = "tolerated_failure_percentage must be a whole number from 0 to 100."
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

variable "metrics" {
  description = "Name under which CloudWatch gets the metrics of the batches, that of the other stack. Empty for none"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([-\\w]{1,128})?$", var.metrics))
    error_message = "metrics must match ^([-\\w]{1,128})?$."
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
  description = "KMS key of logs. Its key policy lets CloudWatch Logs use it. Empty for keys of AWS"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$", var.operations_kms_key_arn))
    error_message = "operations_kms_key_arn must match ^(arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-zA-Z0-9]+)?$."
  }
}
