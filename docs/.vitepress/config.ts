import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { diagrams } from './markdown/diagrams.js'
import { apiModules, apiPages, links } from './markdown/links.js'
import { navigation, siteLink } from './navigation.js'
import { basePath, readPublisher } from './publisher.js'

const publisher = readPublisher()
const base = basePath(publisher)

export default defineConfig({
  title: 'studio-efs',
  description:
    'A custom Amazon EFS file system for the users of Amazon SageMaker Studio: attached, kept right, and tested.',
  lang: 'en',
  metaChunk: true,
  base,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}logo.svg` }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  rewrites: {
    'start/README.md': 'start/index.md',
    'functions/README.md': 'functions/index.md',
    'decisions/README.md': 'decisions/index.md',
  },
  ...(publisher.homepage === '' ? {} : { sitemap: { hostname: publisher.homepage } }),
  markdown: {
    anchor: { slugify: (text) => slug(text) },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    config: (md) => {
      diagrams(md)
      links(md, { repository: publisher.repository, api: apiPages() })
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    search: {
      provider: 'local',
      options: {
        // Of an API page, the opening is enough to find it.
        _render: (source, env, md) =>
          md.render(env.relativePath.startsWith('api/') ? (source.split(/^## /m)[0] ?? '') : source, env),
        miniSearch: { searchOptions: { boostDocument: (id: string) => (id.includes('/api/') ? 0.5 : 1) } },
      },
    },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start/' },
      { text: 'Operations', link: '/reference' },
      { text: 'Deploy', link: '/deployment' },
      { text: 'Test', link: '/test-kit' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: {
      '/api/': [
        { text: 'All guides', link: '/start/' },
        {
          text: 'API reference',
          items: apiModules().map((name) => ({ text: name.replace('@studio-efs/', ''), link: `/api/${name}/` })),
        },
      ],
      '/': [
        ...navigation.map(({ title, collapsed, pages }) => ({
          text: title,
          collapsed,
          items: pages.map(([text, path]) => ({ text, link: siteLink(path) })),
        })),
        { text: 'API reference', link: '/api/' },
      ],
    },
    ...(publisher.repository === '' ? {} : { socialLinks: [{ icon: 'github', link: publisher.repository }] }),
    footer: { message: 'Apache-2.0. Not affiliated with Amazon Web Services.' },
  },
})
