// Single keys. They work only while a level, or the evidence of an outcome, has the focus (WCAG 2.1.4).

import { noChange } from './last_time.js'

const LISTENS = '.app-level__input, .app-evidence__choose > summary, .app-chip button'

export class Keys {
  constructor(form, evidence) {
    this.evidence = evidence
    this.choosing = null
    form.addEventListener('keydown', (event) => this.pressed(event))
    form.addEventListener('focusout', (event) => {
      if (!this.choosing || this.choosing.contains(event.relatedTarget)) return
      this.evidence.note(this.choosing, '')
      this.leave()
    })
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches(LISTENS)) return
    const section = event.target.closest('[data-ras-outcome]')
    const key = event.key.toLowerCase()
    const done = this.choosing ? this.choose(section, key) : this.begin(section, key, event.target)
    if (done) event.preventDefault()
  }

  begin(section, key, target) {
    if (/^[0-9]$/.test(key) && target.matches('.app-level__input')) return chooseLevel(section, key)
    if (key === 'n' && section.querySelector('[data-ras-last]')) {
      noChange(section)
      return true
    }
    if (key !== 'a' || !this.evidence.items.length) return false
    this.choosing = section
    this.typed = ''
    this.evidence.showKeys(true)
    const keys = this.evidence.keysInWords(section)
    this.evidence.note(section, `Press the key shown beside a report or passage. Escape leaves. ${keys}`)
    return true
  }

  choose(section, key) {
    if (key === 'shift') return false
    if (!/^[a-z]$/.test(key)) {
      this.leave()
      this.evidence.note(section, '')
      return key === 'escape'
    }
    this.typed += key
    const item = this.evidence.items.find((each) => each.key === this.typed)
    if (item) {
      this.leave()
      this.evidence.toggle(section, item)
    } else if (!this.evidence.items.some((each) => each.key.startsWith(this.typed))) {
      this.evidence.note(section, `Nothing has the key ${this.typed.toUpperCase()}.`)
      this.leave()
    }
    return true
  }

  leave() {
    this.choosing = null
    this.evidence.showKeys(false)
  }
}

function chooseLevel(section, digit) {
  const wanted = section.querySelector(`[data-digit="${digit}"]`)
  if (!wanted) return false
  wanted.focus()
  if (!wanted.checked) wanted.click()
  return true
}
