// Builds static/src/ into static/build/: the style sheets, the script and the fonts.
// Run by `npm run build`; bin/run and bin/test run that when something has changed.

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'

import { build } from 'esbuild'
import { NodePackageImporter, compile } from 'sass'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'static', 'src')
const target = join(root, 'static', 'build')
const fonts = join(root, 'node_modules', '@fontsource')

// Arimo is the font of pages and of print. Names of children and schools need more than the plain Latin letters.
const subsetsOfPages = ['latin', 'latin-ext', 'vietnamese']
const facesOfPages = ['400-normal', '400-italic', '700-normal']

// What is printed takes a letter from the first of these that has it; a page leaves others to the reader's own fonts.
const familiesOfPrint = [
  'arimo',
  'vazirmatn',
  'noto-sans-arabic',
  'noto-sans-devanagari',
  'noto-sans-bengali',
  'noto-sans-gurmukhi',
  'noto-sans-gujarati',
  'noto-sans-oriya',
  'noto-sans-tamil',
  'noto-sans-telugu',
  'noto-sans-kannada',
  'noto-sans-malayalam',
  'noto-sans-sinhala',
  'noto-sans-thaana',
  'noto-sans-thai',
  'noto-sans-lao',
  'noto-sans-khmer',
  'noto-sans-myanmar',
  'noto-serif-tibetan',
  'noto-sans-ethiopic',
  'noto-sans-nko',
  'noto-sans-tifinagh',
  'noto-sans-syriac',
  'noto-sans-armenian',
  'noto-sans-georgian',
  'dejavu-sans',
  'noto-sans-symbols',
  'noto-sans-symbols-2',
  'noto-sans-math',
  'noto-sans-sc',
  'noto-sans-tc',
  'noto-sans-jp',
  'noto-sans-kr',
  'noto-emoji'
]
const weightsOfPrint = ['400', '700']
const ofOneScript = /^(vazirmatn|noto-(?!.*(symbols|math)))/

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

for (const subset of subsetsOfPages) {
  for (const face of facesOfPages) copyFont('arimo', `arimo-${subset}-${face}.woff2`)
}
const letters = {}
for (const family of familiesOfPrint) {
  for (const [face, codes] of facesToPrint(family)) {
    for (const weight of weightsOfPrint) copyFont(family, `${face}-${weight}-normal.woff`)
    letters[face] = rangesOf(codes)
  }
  copyFileSync(join(fonts, family, 'LICENSE'), join(target, 'fonts', `LICENSE-${family}`))
}
writeFileSync(join(target, 'fonts', 'letters.json'), JSON.stringify(letters))

function copyFont(family, name) {
  const file = join(fonts, family, 'files', name)
  if (existsSync(file)) copyFileSync(file, join(target, 'fonts', name))
}

// The files to print a family with, each with its letters: Latin first, then those with most. Of Chinese one file holds
// the letters in use and a hundred others the rest. What adds no letter, or only those that every family has, is left.
function facesToPrint(family) {
  const shared = new RegExp(`^${family}-(latin|latin-ext|vietnamese|cyrillic|cyrillic-ext|greek-ext|math|symbols)$`)
  const there = new Set()
  return readdirSync(join(fonts, family, 'files'))
    .map((name) => /^(.*)-400-normal\.woff$/.exec(name)?.[1])
    .filter((face) => face && !(ofOneScript.test(family) && shared.test(face)))
    .map((face) => [face, lettersOf(family, `${face}-400-normal.woff`)])
    .sort(([one, some], [other, others]) => isLatin(other) - isLatin(one) || others.length - some.length)
    .filter(([, codes]) => addsTo(there, codes))
}

function addsTo(there, codes) {
  const before = there.size
  for (const code of codes) there.add(code)
  return there.size > before
}

function isLatin(face) {
  return face.endsWith('-latin')
}

// The code points of a font in order, read from the table "cmap" of its file.
function lettersOf(family, name) {
  const woff = readFileSync(join(fonts, family, 'files', name))
  const codes = new Set()
  for (let at = 44; at < 44 + 20 * woff.readUInt16BE(12); at += 20) {
    if (woff.toString('latin1', at, at + 4) !== 'cmap') continue
    const [offset, packed, size] = [4, 8, 12].map((each) => woff.readUInt32BE(at + each))
    const table = woff.subarray(offset, offset + packed)
    for (const code of codesOf(packed < size ? inflateSync(table) : table)) codes.add(code)
  }
  return [...codes].sort((one, other) => one - other)
}

// Code points as where each run of them begins and where it is over: [65, 91, 97, 123].
function rangesOf(codes) {
  const ranges = []
  for (const code of codes) {
    if (ranges.at(-1) === code) ranges[ranges.length - 1] = code + 1
    else ranges.push(code, code + 1)
  }
  return ranges
}

// Of the formats of the table, the two in which fonts give their Unicode letters: OpenType specification, "cmap".
function* codesOf(cmap) {
  for (let record = 4; record < 4 + 8 * cmap.readUInt16BE(2); record += 8) {
    const table = cmap.subarray(cmap.readUInt32BE(record + 4))
    const format = table.readUInt16BE(0)
    if (format === 12) {
      for (let at = 16; at < 16 + 12 * table.readUInt32BE(12); at += 12) {
        const [first, last] = [table.readUInt32BE(at), table.readUInt32BE(at + 4)]
        for (let code = first; code <= last; code++) yield code
      }
    } else if (format === 4) {
      yield* codesOfSegments(table)
    }
  }
}

function* codesOfSegments(table) {
  const segments = table.readUInt16BE(6)
  for (let at = 0; at < segments; at += 2) {
    const [last, first] = [table.readUInt16BE(14 + at), table.readUInt16BE(16 + segments + at)]
    const [delta, offset] = [2, 3].map((part) => table.readUInt16BE(16 + part * segments + at))
    for (let code = first; code <= last && code < 0xffff; code++) {
      const place = 16 + 3 * segments + at + offset + 2 * (code - first)
      const glyph = offset ? table.readUInt16BE(place) : (code + delta) & 0xffff
      if (glyph) yield code
    }
  }
}
