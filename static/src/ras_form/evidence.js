// The evidence beside the form. The boxes of an outcome hold what it rests on; buttons, chips and keys tick them.

import { takeSelection } from '../passages.js'
import { askJson } from './asking.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxy'

// The key of the nth item: a letter; from the 26th on after a z, from the 51st after two. No key begins another.
const keyOf = (index) => 'z'.repeat(Math.floor(index / LETTERS.length)) + LETTERS[index % LETTERS.length]

const ticked = (box) => box.dispatchEvent(new Event('change', { bubbles: true }))

export class Evidence {
  constructor(form) {
    this.form = form
    this.shelf = document.querySelector('[data-ras-shelf]')
    this.here = null
    this.items = []
    this.findItems()
    this.form.querySelectorAll('[data-ras-outcome]').forEach((section) => {
      this.drawChips(section)
      for (const name of ['change', 'ras:taken']) section.addEventListener(name, () => this.changed(section))
    })
    this.shelf.addEventListener('click', (event) => {
      const attach = event.target.closest('[data-ras-attach]')
      if (attach) this.toggle(this.section(this.here), this.items.find((item) => item.button === attach))
    })
    this.shelf.addEventListener('submit', (event) => this.mark(event))
    this.shelf.addEventListener('keydown', (event) => this.markByKey(event))
  }

  section(position) {
    return this.form.querySelector(`[data-ras-outcome="${position}"]`)
  }

  // Reports keep their keys, and so do passages: a new one gets the next.
  findItems() {
    const buttons = [...this.shelf.querySelectorAll('[data-ras-attach]')]
    const order = ({ dataset }) => (dataset.field === 'reports' ? 0 : Number(dataset.value))
    this.items = buttons.sort((a, b) => order(a) - order(b)).map((button, index) => {
      const key = keyOf(index)
      button.parentElement.querySelector('[data-ras-key]').textContent = key.toUpperCase()
      return { button, key, field: button.dataset.field, value: button.dataset.value }
    })
  }

  // The outcome in hand is another: the buttons say so.
  turnTo(position) {
    this.here = position
    this.shelf.querySelectorAll('[data-ras-here]').forEach((element) => { element.textContent = position })
    const section = this.section(position)
    this.items.forEach((item) => {
      const isHeld = this.box(section, item)?.checked
      item.button.querySelector('[data-ras-words]').textContent = isHeld ? `Remove from ${position}` : `Attach to ${position}`
      item.button.closest('.app-attach').classList.toggle('app-attach--held', Boolean(isHeld))
    })
  }

  box(section, { field, value }) {
    return section.querySelector(`input[name="outcome-${section.dataset.rasOutcome}-${field}"][value="${value}"]`)
  }

  toggle(section, item) {
    const box = this.box(section, item)
    box.checked = !box.checked
    ticked(box)
    this.note(section, `${box.checked ? 'Attached' : 'Taken away'}: ${nameOf(box)}.`)
  }

  note(section, words) {
    const note = section.querySelector('[data-ras-note]')
    if (note.textContent !== words) note.textContent = words
  }

  // The keys in words, for whoever cannot see them beside the reports: read aloud, and in sight at any size.
  keysInWords(section) {
    const named = this.items.map((item) => `${item.key.toUpperCase()} ${shortened(nameOf(this.box(section, item)))}`)
    return `${named.join('; ')}.`
  }

  showKeys(isChoosing) {
    this.shelf.classList.toggle('app-ras__reports--choosing', isChoosing)
  }

  changed(section) {
    this.drawChips(section)
    if (section.dataset.rasOutcome === this.here) this.turnTo(this.here)
  }

  // A chip that stays is left alone: it may have the focus, or be about to get it. One that goes gives the focus back.
  drawChips(section) {
    const list = section.querySelector('[data-ras-chips]')
    const held = [...section.querySelectorAll('[data-ras-boxes] input:checked')]
    for (const chip of [...list.children]) {
      if (held.some((box) => box.id === chip.dataset.box)) continue
      if (chip.contains(document.activeElement)) section.querySelector('.app-evidence__choose > summary').focus()
      chip.remove()
    }
    held.forEach((box, place) => {
      if (list.children[place]?.dataset.box !== box.id) list.insertBefore(this.chip(section, box), list.children[place] ?? null)
    })
  }

  chip(section, box) {
    const chip = document.createElement('li')
    chip.className = 'app-chip'
    chip.dataset.box = box.id
    const remove = document.createElement('button')
    remove.type = 'button'
    remove.className = 'app-chip__remove'
    remove.setAttribute('aria-label', `Remove ${nameOf(box)}`)
    remove.addEventListener('click', () => {
      box.checked = false
      ticked(box)
      this.note(section, `Taken away: ${nameOf(box)}.`)
    })
    const source = box.parentElement.querySelector('.app-evidence__source')
    chip.append(source ? source.textContent : nameOf(box), remove)
    chip.title = source ? nameOf(box) : ''
    return chip
  }

  // M in the text of a report marks the words selected there.
  markByKey(event) {
    if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.altKey || event.metaKey) return
    if (!event.target.matches('.app-report__text')) return
    event.preventDefault()
    takeSelection()
    event.target.parentElement.querySelector('[data-ras-mark]').requestSubmit()
  }

  async mark(event) {
    const form = event.target.closest('[data-ras-mark]')
    if (!form) return
    event.preventDefault()
    const section = this.section(this.here)
    const refusal = form.querySelector('[data-ras-refusal]')
    const data = new FormData(form)
    data.append('csrfmiddlewaretoken', this.form.querySelector('[name="csrfmiddlewaretoken"]').value)
    const { answer, trouble } = await askJson(form.action, data)
    refusal.textContent = trouble ?? ''
    if (trouble) return
    if (!this.shelf.querySelector(`[data-ras-passage="${answer.id}"]`)) this.put(answer)
    const item = this.items.find((each) => each.field === 'passages' && each.value === String(answer.id))
    if (!this.box(section, item).checked) this.toggle(section, item)
    form.reset()
  }

  // A passage that was marked just now: on the shelf, and as a box at every outcome.
  put({ id, report, quote, place }) {
    const card = this.shelf.querySelector(`[data-ras-report="${report}"]`)
    const added = this.shelf.querySelector('[data-ras-new-passage]').content.cloneNode(true)
    added.querySelector('[data-ras-passage]').dataset.rasPassage = id
    added.querySelector('[data-ras-quote]').textContent = quote
    added.querySelector('[data-ras-place]').textContent = place
    added.querySelector('[data-ras-attach]').dataset.value = id
    added.querySelector('[data-ras-name]').textContent = quote
    card.querySelector('[data-ras-passages]').append(added)
    const name = [card.dataset.name, place].filter(Boolean).join(', ')
    this.form.querySelectorAll('[data-ras-boxes]').forEach((boxes) => {
      const box = this.shelf.querySelector('[data-ras-new-box]').content.cloneNode(true)
      const input = box.querySelector('input')
      input.name = `outcome-${boxes.closest('[data-ras-outcome]').dataset.rasOutcome}-passages`
      input.value = id
      input.id = `${input.name}-${id}`
      box.querySelector('label').htmlFor = input.id
      box.querySelector('[data-ras-quote]').textContent = `“${quote}”`
      box.querySelector('.app-evidence__source').textContent = name
      boxes.append(box)
    })
    const count = this.shelf.querySelectorAll('[data-ras-passage]').length
    this.shelf.querySelector('[data-ras-passage-count]').textContent = `, ${count} passage${count === 1 ? '' : 's'} marked`
    this.findItems()
    this.turnTo(this.here)
  }
}

const shortened = (name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name)

const nameOf = (box) => box.parentElement.querySelector('label').textContent.trim().replace(/\s+/g, ' ')
