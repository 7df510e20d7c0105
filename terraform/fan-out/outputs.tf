# Generated from studio-efs-fanout.yaml by "pnpm run policies" in packages/lambda-handlers.

output "version" {
  description = "Version of the template and its functions"
  value       = lookup(module.stack.outputs, "Version", null)
}

output "run_arn" {
  description = "Start an execution to onboard the list"
  value       = lookup(module.stack.outputs, "RunArn", null)
}
