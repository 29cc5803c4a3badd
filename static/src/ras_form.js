// The RAS form saves each outcome as it is entered. Without this script its buttons do the same.

import { Evidence } from './ras_form/evidence.js'
import { Keys } from './ras_form/keys.js'
import { takeLastTime } from './ras_form/last_time.js'
import { followReader } from './ras_form/reading.js'
import { OutcomeSaver } from './ras_form/saving.js'

function start(form) {
  const outcomes = [...form.querySelectorAll('[data-ras-outcome]')].map((section) => new OutcomeSaver(form, section))
  saveBeforeLeaving(form, outcomes)
  const evidence = new Evidence(form)
  new Keys(form, evidence)
  takeLastTime(form)
  followReader(form, (position) => evidence.turnTo(position))
}

function saveBeforeLeaving(form, outcomes) {
  const unsaved = () => outcomes.some((outcome) => outcome.isUnsaved)
  let isLeaving = false

  form.addEventListener('submit', (event) => {
    const busy = outcomes.filter((outcome) => outcome.sending)
    if (busy.length) {
      event.preventDefault()
      Promise.all(busy.map((outcome) => outcome.sending)).then(() => form.requestSubmit(event.submitter))
      return
    }
    isLeaving = true
    outcomes.forEach((outcome) => outcome.hold())
  })
  window.addEventListener('pageshow', () => { isLeaving = false })
  window.addEventListener('beforeunload', (event) => {
    if (!isLeaving && unsaved()) event.preventDefault()
  })
  document.addEventListener('session:ending', () => outcomes.forEach((outcome) => outcome.retryNow()))
  window.addEventListener('online', () => outcomes.forEach((outcome) => outcome.retryNow()))
}

const form = document.querySelector('[data-ras-form]')
if (form) start(form)
