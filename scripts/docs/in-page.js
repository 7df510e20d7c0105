// Runs in the page that is looked at; site-browser.ts calls it.

/** A page that is wider than the window, a diagram that is not drawn, a missing title. */
globalThis.layoutProblems = () => {
  const { scrollWidth, clientWidth } = document.documentElement
  const wide = scrollWidth > clientWidth ? [`is ${scrollWidth} pixels wide on a phone of ${clientWidth}`] : []
  const drawn = [...document.querySelectorAll('.diagram')].map((diagram) => {
    const size = diagram.querySelector('svg')?.getBoundingClientRect()
    return size !== undefined && size.width > 50 && size.height > 50 && diagram.querySelectorAll('text').length > 0
  })
  const blank = drawn.includes(false) ? ['has a diagram that is not drawn'] : []
  return document.querySelector('h1') === null ? [...wide, ...blank, 'has no title'] : [...wide, ...blank]
}

/** Contrast below 4.5 to 1 (3 to 1 for large text), as WCAG 2.2 AA asks; one line for each pair of colors. */
globalThis.contrastProblems = () => {
  const problems = new Map()
  const colors = createColors()
  const walker = document.createTreeWalker(document.querySelector('.VPContent') ?? document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? '').trim()
    const element = node.parentElement
    if (text === '' || element === null || element.closest('svg, .visually-hidden') !== null) continue
    const style = getComputedStyle(element)
    const isGradient = style.backgroundClip === 'text'
    if (isGradient || style.visibility === 'hidden' || style.opacity === '0') continue
    if (element.getClientRects().length === 0) continue
    const behind = colors.background(element)
    const contrast = contrastOf(over(colors.parse(style.color), behind), behind)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (contrast >= (isLarge ? 3 : 4.5)) continue
    const pair = `${style.color} on ${behind.slice(0, 3).map(Math.round).join(',')}`
    problems.set(pair, `contrast ${contrast.toFixed(1)} of "${text.slice(0, 30)}": ${pair}`)
  }
  return [...problems.values()]
}

/** Colors as red, green, blue (0 to 255) and alpha (0 to 1). */
function createColors() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const parsed = new Map()
  const backgrounds = new Map()

  function parse(css) {
    if (parsed.has(css)) return parsed.get(css)
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = css
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    parsed.set(css, [r, g, b, a / 255])
    return parsed.get(css)
  }

  function background(element) {
    if (element === null) return parse(getComputedStyle(document.documentElement).getPropertyValue('--vp-c-bg'))
    if (backgrounds.has(element)) return backgrounds.get(element)
    const own = parse(getComputedStyle(element).backgroundColor)
    backgrounds.set(element, own[3] === 1 ? own : over(own, background(element.parentElement)))
    return backgrounds.get(element)
  }

  return { parse, background }
}

function over(top, below) {
  const mix = (at) => top[at] * top[3] + below[at] * (1 - top[3])
  return [mix(0), mix(1), mix(2), 1]
}

function contrastOf(one, other) {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance([r, g, b]) {
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}
