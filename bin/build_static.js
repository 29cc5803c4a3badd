// Builds static/src/ into static/build/: the style sheets, the script and the font.
// Run by `npm run build`; bin/run and bin/test run that when something has changed.

import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import { NodePackageImporter, compile } from 'sass'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'static', 'src')
const target = join(root, 'static', 'build')
const arimo = join(root, 'node_modules', '@fontsource', 'arimo')

// Names of children and schools need more than the plain Latin letters.
const subsets = ['latin', 'latin-ext', 'vietnamese']
const faces = ['400-normal', '400-italic', '700-normal']
const formats = ['woff2', 'woff']

mkdirSync(join(target, 'fonts'), { recursive: true })

const sheets = readdirSync(source).filter((name) => /^[^_].*\.scss$/.test(name))
for (const sheet of sheets) {
  const { css } = compile(join(source, sheet), {
    importers: [new NodePackageImporter(root)],
    quietDeps: true,
    style: 'compressed'
  })
  writeFileSync(join(target, sheet.replace(/\.scss$/, '.css')), css)
}

await build({
  absWorkingDir: root,
  bundle: true,
  entryPoints: [join(source, 'app.js')],
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  outfile: join(target, 'app.js'),
  target: 'es2020'
})

for (const subset of subsets) {
  for (const face of faces) {
    for (const format of formats) {
      const name = `arimo-${subset}-${face}.${format}`
      copyFileSync(join(arimo, 'files', name), join(target, 'fonts', name))
    }
  }
}
copyFileSync(join(arimo, 'LICENSE'), join(target, 'fonts', 'LICENSE'))
