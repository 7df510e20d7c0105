# Generated from studio-efs.yaml by "pnpm run policies" in packages/lambda-handlers.

locals {
  parameters = {
    SageMakerDomainId      = var.sagemaker_domain_id
    Scenario               = var.scenario
    Layout                 = var.layout
    SharedPath             = var.shared_path
    ForeignDirectories     = var.foreign_directories
    Scope                  = var.scope
    ExecutionRoleArn       = var.execution_role_arn
    SpaceRoleArns          = join(",", var.space_role_arns)
    FileSystemId           = var.file_system_id
    KmsKeyArn              = var.kms_key_arn
    FileSystemPolicy       = var.file_system_policy
    DataOnDelete           = var.data_on_delete
    ArchiveLeavers         = var.archive_leavers
    ArchiveGraceDays       = tostring(var.archive_grace_days)
    ReconcileSchedule      = var.reconcile_schedule
    AlarmTopicArn          = var.alarm_topic_arn
    Monitoring             = var.monitoring
    LogRetentionDays       = tostring(var.log_retention_days)
    Concurrency            = tostring(var.concurrency)
    Tracing                = var.tracing
    Runtime                = var.runtime
    Architecture           = var.architecture
    PermissionsBoundaryArn = var.permissions_boundary_arn
    RolePath               = var.role_path
    RoleNamePrefix         = var.role_name_prefix
    OperationsKmsKeyArn    = var.operations_kms_key_arn
    Tags                   = join(",", [for key, value in local.tags : "${key}=${value}"])
    ExcludedSubnets        = join(",", var.excluded_subnets)
  }
}
