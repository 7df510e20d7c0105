output "outputs" {
  description = "Outputs of the stack, by the name that they have in the template"
  value       = aws_cloudformation_stack.this.outputs
}
