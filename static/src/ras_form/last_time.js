// "No change": last time's level, and its reason where none is written yet.

export function takeLastTime(form) {
  form.addEventListener('click', (event) => {
    const taking = event.target.closest('[data-ras-last]')
    if (!taking) return
    event.preventDefault()
    noChange(taking.closest('[data-ras-outcome]'))
  })
}

export function noChange(section) {
  const last = section.querySelector('[data-ras-last]')
  if (!last) return
  const level = section.querySelector(`.app-level__input[value="${last.dataset.level}"]`)
  const reason = section.querySelector('textarea[name$="-reason"]')
  if (!reason.value.trim()) {
    reason.value = last.dataset.reason
    reason.dispatchEvent(new Event('input', { bubbles: true }))
  }
  level.checked = true
  level.focus()
  level.dispatchEvent(new Event('change', { bubbles: true }))
}
