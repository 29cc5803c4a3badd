// Saves one outcome of the RAS form as it is entered: what was saved, lost, refused, or changed by somebody else.

import { button, paragraph } from './dom.js'
import { Hints } from './hints.js'

const TYPING_PAUSE = 1500
const RETRY_AFTER = [5, 10, 20, 40, 60]

export class OutcomeSaver {
  constructor(form, section) {
    this.form = form
    this.section = section
    this.status = section.querySelector('[data-ras-status]')
    this.hints = new Hints(section)
    this.isUnsaved = false
    this.sending = null
    this.isStuck = false
    this.failures = 0
    section.addEventListener('change', () => this.changed(0))
    section.addEventListener('input', (event) => {
      if (event.target.matches('textarea')) this.changed(TYPING_PAUSE)
    })
  }

  changed(pause) {
    this.isUnsaved = true
    this.isAgain = true
    if (!this.isStuck) this.later(pause)
  }

  later(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), pause)
  }

  hold() {
    clearTimeout(this.timer)
  }

  retryNow() {
    if (this.isUnsaved && !this.isStuck) this.later(0)
  }

  save() {
    if (this.sending || !this.isUnsaved) return
    this.isAgain = false
    this.sending = this.send().finally(() => {
      this.sending = null
      if (this.isAgain && !this.isStuck && !this.failures) this.later(0)
    })
  }

  async send() {
    let response
    let answer
    try {
      response = await fetch(this.section.dataset.rasUrl, {
        method: 'POST',
        body: this.entered(),
        headers: { Accept: 'application/json' },
        credentials: 'same-origin'
      })
    } catch {
      return this.lost('There is no connection.')
    }
    try {
      answer = await response.json()
    } catch {
      if (response.redirected || response.status === 403) {
        await renewToken()
        return this.lost('You have been signed out. Sign in again in another window.')
      }
      return this.lost('The service did not answer as it should.')
    }
    if (response.ok) this.kept(answer)
    else if (answer.theirs) this.clash(answer)
    else this.refused(answer.sentence)
  }

  // What belongs to this outcome, with the token that proves where it comes from.
  entered() {
    const prefix = `outcome-${this.section.dataset.rasOutcome}-`
    const data = new FormData()
    for (const [name, value] of new FormData(this.form)) {
      if (name.startsWith(prefix) || name === 'csrfmiddlewaretoken') data.append(name, value)
    }
    return data
  }

  kept(answer) {
    this.failures = 0
    this.isStuck = false
    this.isUnsaved = this.isAgain
    this.remember(answer)
    this.clear()
    this.say(`Saved ${answer.saved_at}`)
    this.showProgress(answer)
    document.querySelector('[data-ras-last-saved]').textContent = `at ${answer.saved_at}`
    this.hints.found(answer.hints)
  }

  // Heard once: the same words again are not written again.
  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words
  }

  remember({ version, seen }) {
    this.section.querySelector('[data-ras-version]').value = version
    this.section.querySelector('[data-ras-seen]').value = seen
  }

  showProgress({ done, level }) {
    document.querySelector('[data-ras-done]').textContent = done
    const item = document.querySelector(`[data-ras-item="${this.section.dataset.rasOutcome}"]`)
    item.classList.toggle('app-ras-list__item--done', level !== null)
    item.querySelector('[data-ras-state]').textContent = level === null ? ', not scored yet' : ', scored'
  }

  // The connection is lost: say so, keep what was entered, and try again by itself.
  lost(why) {
    const pause = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)]
    this.failures += 1
    if (this.failures === 1 || this.why !== why) {
      this.explain(`Not saved. ${why} What you entered is still here, and saving is tried again by itself.`, [
        ['Try again now', () => this.later(0)]
      ])
    }
    this.why = why
    this.later(pause * 1000)
  }

  refused(sentence) {
    this.failures = 0
    this.explain(`Not saved. ${sentence}`, [])
  }

  // Somebody saved this outcome meanwhile: show both, and let the person choose.
  clash({ sentence, theirs }) {
    this.isStuck = true
    const reason = theirs.reason ? `, “${theirs.reason}”` : ''
    this.explain(`Not saved. ${sentence}`, [
      ['Keep what I entered', () => this.settle(theirs)],
      ['Take what is saved', () => this.take(theirs)]
    ], `Saved now: ${theirs.level_name}${reason}`)
  }

  settle(theirs) {
    this.remember(theirs)
    this.isStuck = false
    this.later(0)
  }

  take(theirs) {
    this.section.querySelectorAll('input[type="radio"]').forEach((input) => {
      input.checked = Number(input.value) === theirs.level
    })
    this.section.querySelectorAll('input[type="checkbox"]').forEach((input) => {
      const held = input.name.endsWith('-passages') ? theirs.passages : theirs.reports
      input.checked = held.includes(Number(input.value))
    })
    const reason = this.section.querySelector('textarea[name$="-reason"]')
    reason.value = theirs.reason
    const answer = this.section.querySelector('textarea[name$="-answer"]')
    if (answer) answer.value = theirs.answer
    this.section.dispatchEvent(new CustomEvent('ras:taken'))
    this.remember(theirs)
    this.isStuck = false
    this.isUnsaved = false
    this.clear()
    this.say(`Saved ${theirs.saved_at}`)
    reason.focus()
  }

  explain(sentence, actions, more) {
    this.clear()
    this.say('')
    const box = document.createElement('div')
    box.className = 'app-unsaved'
    box.setAttribute('role', 'alert')
    box.append(paragraph(sentence))
    if (more) box.append(paragraph(more))
    if (actions.length) {
      const row = document.createElement('p')
      row.className = 'app-unsaved__actions'
      row.append(...actions.map(([label, act]) => button(label, act)))
      box.append(row)
    }
    this.section.querySelector('.govuk-form-group').before(box)
  }

  // Whoever stood on one of its buttons stays at this outcome.
  clear() {
    const box = this.section.querySelector('.app-unsaved')
    if (!box) return
    const hadFocus = box.contains(document.activeElement)
    box.remove()
    if (hadFocus) this.section.focus({ preventScroll: true })
  }
}

// A new sign-in brings a new token. It is taken from the page as it would be drawn now; while signed out there is none.
async function renewToken() {
  try {
    const page = await fetch(window.location.href, { credentials: 'same-origin' })
    if (!page.ok || page.redirected) return
    const drawn = new DOMParser().parseFromString(await page.text(), 'text/html')
    const fresh = drawn.querySelector('[data-ras-form] input[name="csrfmiddlewaretoken"]')
    if (!fresh) return
    document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = fresh.value })
  } catch {
    // No connection: the next try asks again.
  }
}
