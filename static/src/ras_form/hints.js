// Hints of one outcome. A new one waits until the outcome is left, so that nobody is told while still entering it.

export class Hints {
  constructor(section) {
    this.section = section
    this.box = section.querySelector('[data-ras-hints]')
    this.waiting = null
    section.addEventListener('focusout', (event) => {
      if (this.waiting && !section.contains(event.relatedTarget)) this.show(this.waiting)
    })
  }

  found(hints) {
    const shown = this.shown().filter((hint) => hints.includes(hint))
    this.show(shown)
    this.waiting = hints
    if (!this.section.contains(document.activeElement)) this.show(hints)
  }

  shown() {
    return [...this.box.children].map((line) => line.dataset.hint ?? line.lastChild.textContent.trim())
  }

  show(hints) {
    this.waiting = null
    if (hints.join('\n') === this.shown().join('\n')) return
    this.box.replaceChildren(...hints.map((hint) => {
      const line = document.createElement('p')
      line.className = 'app-hint'
      line.dataset.hint = hint
      const word = document.createElement('b')
      word.textContent = 'Hint:'
      line.append(word, ` ${hint}`)
      return line
    }))
  }
}
