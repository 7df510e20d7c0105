data "aws_s3_bucket" "this" {
  bucket = var.bucket
}

# New keys are written before the stack is updated, and the old ones deleted after it: a rollback still finds them.
resource "aws_s3_object" "zip" {
  for_each = local.zips

  bucket = data.aws_s3_bucket.this.id
  key    = "${local.prefix}/${each.key}.zip"
  source = each.value

  lifecycle {
    create_before_destroy = true
  }
}

# Larger than the 51,200 bytes that a template in the request may have.
resource "aws_s3_object" "template" {
  bucket       = data.aws_s3_bucket.this.id
  key          = "${local.prefix}/${var.template}"
  content      = local.packaged
  content_type = "application/yaml"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "this" {
  name         = var.stack_name
  template_url = "https://${data.aws_s3_bucket.this.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  parameters   = var.parameters
  capabilities = [local.capability]
  tags         = var.tags

  depends_on = [aws_s3_object.zip]
}
