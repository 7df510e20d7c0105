# Generated from studio-efs.yaml by "pnpm run policies" in packages/lambda-handlers.

output "version" {
  description = "Version of the template and its functions"
  value       = lookup(module.stack.outputs, "Version", null)
}

output "file_system_id" {
  description = "The users' file system"
  value       = lookup(module.stack.outputs, "FileSystemId", null)
}

output "sagemaker_domain_id" {
  description = "The SageMaker domain"
  value       = lookup(module.stack.outputs, "SageMakerDomainId", null)
}

output "layout" {
  description = "Path of a user's directory"
  value       = lookup(module.stack.outputs, "Layout", null)
}

output "shared_path" {
  description = "Path of the shared directory, which no user's directory may touch"
  value       = lookup(module.stack.outputs, "SharedPath", null)
}

output "foreign_directories" {
  description = "Says if existing directories of other owners are refused or taken over"
  value       = lookup(module.stack.outputs, "ForeignDirectories", null)
}

output "directory_function" {
  description = "The function that makes directories, for lambdaDirectoryDriver"
  value       = lookup(module.stack.outputs, "DirectoryFunction", null)
}

output "findings" {
  description = "Problems of an existing file system, or none"
  value       = lookup(module.stack.outputs, "Findings", null)
}

output "failed_events_url" {
  description = "Queue with the events on which a function failed"
  value       = lookup(module.stack.outputs, "FailedEventsUrl", null)
}

output "backfill_run_arn" {
  description = "Start an execution to backfill now. Null with other parameters"
  value       = lookup(module.stack.outputs, "BackfillRunArn", null)
}

output "replay_function" {
  description = "Invoke it to replay CloudTrail. Null with other parameters"
  value       = lookup(module.stack.outputs, "ReplayFunction", null)
}

output "sharing_function" {
  description = "Invoke it to repair the shared directory now. Null with other parameters"
  value       = lookup(module.stack.outputs, "SharingFunction", null)
}
