# Points the template at the uploaded functions, as "aws cloudformation package" does.

locals {
  package  = coalesce(var.package_directory, "${path.module}/../../..")
  template = file("${local.package}/cloudformation/${var.template}")

  functions = toset(flatten(regexall("Code: \\.\\./dist/bundles/[-a-z]+/([-a-z]+)\\.zip", local.template)))
  zips      = { for name in local.functions : name => "${local.package}/dist/bundles/${name}/${name}.zip" }

  # The same sources give the same zips, and so the same keys. Other sources never overwrite what a stack may roll back to.
  release = substr(sha256(join("", concat([local.template], [for name in sort(local.functions) : filesha256(local.zips[name])]))), 0, 16)
  prefix  = "${var.key_prefix}/${local.release}"

  packaged = replace(
    local.template,
    "/Code: \\S+/([-a-z]+)\\.zip/",
    "Code: { S3Bucket: \"${var.bucket}\", S3Key: \"${local.prefix}/$1.zip\" }"
  )

  capability = lookup(var.parameters, "RoleNamePrefix", "") == "" ? "CAPABILITY_IAM" : "CAPABILITY_NAMED_IAM"
}
