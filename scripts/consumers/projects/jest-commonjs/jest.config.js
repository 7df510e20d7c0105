// Jest loads CommonJS only, so these packages, and those that they import, are compiled to it.
const esModules = ['@studio-efs/', 'p-limit/', 'yocto-queue/', 'fast-xml-builder/']

module.exports = {
  transform: { '\\.[cm]?js$': ['babel-jest', { plugins: ['@babel/plugin-transform-modules-commonjs'] }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')}))`],
}
