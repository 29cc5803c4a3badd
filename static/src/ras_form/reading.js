// Tells which outcome is in hand: the one with the focus, or the one that is being read.

export function followReader(form, turnTo) {
  const sections = [...form.querySelectorAll('[data-ras-outcome]')]
  const mark = (position) => {
    document.querySelectorAll('[data-ras-item]').forEach((item) => {
      const isHere = item.dataset.rasItem === position
      item.classList.toggle('app-ras-list__item--here', isHere)
      const link = item.querySelector('a')
      if (isHere) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    })
    turnTo(position)
  }
  const watcher = new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && mark(entry.target.dataset.rasOutcome)),
    { rootMargin: '-20% 0px -70% 0px' }
  )
  sections.forEach((section) => {
    watcher.observe(section)
    section.addEventListener('focusin', () => mark(section.dataset.rasOutcome))
  })
  if (sections.length) mark(sections[0].dataset.rasOutcome)
}
