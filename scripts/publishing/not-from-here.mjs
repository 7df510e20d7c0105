// Runs before `npm publish` or `pnpm publish` in a package's folder, and refuses: the texts of that folder name no
// repository, and their links lead nowhere on npm.
console.error(
  'Publish with `npx tsx scripts/publishing/publish.ts` from the root, as .github/workflows/release.yml does.',
)
process.exit(1)
