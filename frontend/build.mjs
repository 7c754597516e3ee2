// Builds static/built/: the stylesheet, the scripts, and the design system's pictures. Run by `npm run build`.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compile } from 'sass'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const shown = join(root, 'static', 'built')
// Made beside and put in place at the end: a page asked for meanwhile still finds the old files.
const out = join(modules, `.built-${process.pid}`)

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

const { css } = compile(join(root, 'frontend', 'scss', 'homeward.scss'), {
  loadPaths: [modules],
  style: 'compressed',
  quietDeps: true
})
writeFileSync(join(out, 'homeward.css'), css)

// No source maps: the manifest of hashed names would want each map beside its file.
await build({
  entryPoints: [join(root, 'frontend', 'js', 'homeward.js')],
  outfile: join(out, 'homeward.js'),
  bundle: true,
  format: 'esm',
  target: 'es2020',
  minify: true,
  legalComments: 'eof'
})
await build({
  entryPoints: [join(root, 'frontend', 'js', 'start.js')],
  outfile: join(out, 'start.js'),
  format: 'iife',
  minify: true
})

// Only the pictures that the stylesheet names; icons of an NHS site are theirs, ours is in static/images.
const images = join(modules, 'nhsuk-frontend', 'dist', 'nhsuk', 'assets', 'images')
for (const [, name] of css.matchAll(/url\("?assets\/images\/([a-z-]+\.svg)"?\)/g)) {
  cpSync(join(images, name), join(out, 'assets', 'images', name))
}
mkdirSync(dirname(shown), { recursive: true })
const old = join(modules, `.built-old-${process.pid}`)
if (existsSync(shown)) renameSync(shown, old)
renameSync(out, shown)
rmSync(old, { recursive: true, force: true })
console.log('Built static/built/')
