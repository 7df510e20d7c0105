# Generated from studio-efs-fanout.yaml by "pnpm run policies" in packages/lambda-handlers.

locals {
  parameters = {
    SageMakerDomainId          = var.sagemaker_domain_id
    FileSystemId               = var.file_system_id
    Layout                     = var.layout
    SharedPath                 = var.shared_path
    ForeignDirectories         = var.foreign_directories
    DirectoryFunction          = var.directory_function
    ExecutionRoleArn           = var.execution_role_arn
    ListBucket                 = var.list_bucket
    ListKey                    = var.list_key
    ListKmsKeyArn              = var.list_kms_key_arn
    ResultsPrefix              = var.results_prefix
    BatchSize                  = tostring(var.batch_size)
    Concurrency                = tostring(var.concurrency)
    ToleratedFailurePercentage = tostring(var.tolerated_failure_percentage)
    AlarmTopicArn              = var.alarm_topic_arn
    Metrics                    = var.metrics
    LogRetentionDays           = tostring(var.log_retention_days)
    Tracing                    = var.tracing
    Runtime                    = var.runtime
    Architecture               = var.architecture
    PermissionsBoundaryArn     = var.permissions_boundary_arn
    RolePath                   = var.role_path
    RoleNamePrefix             = var.role_name_prefix
    OperationsKmsKeyArn        = var.operations_kms_key_arn
  }
}
