// Suggests whom or what a typed name may mean, beside each input that the server resolves (crispy_govuk/found.py).
//
// What is chosen from the list is put where the page itself puts it, so that the form is the same with and without this
// script. The words are sent in a form, never in an address. Keys, roles and the active option are @github/combobox-nav's.

import Combobox from '@github/combobox-nav'

const WAIT = 200

class Found {
  constructor(field) {
    this.field = field
    this.input = field.querySelector('input[type="text"]')
    this.name = this.input.name.replace(/_words$/, '')
    this.number = field.querySelector(`input[type="hidden"][name="${this.name}"]`)
    this.shown = field.querySelector(`input[name="${this.name}_shown"]`)
    this.details = field.querySelector('.app-found__details')
    this.list = this.add('ul', { id: `${this.input.id}-list`, role: 'listbox', class: 'app-found__list', hidden: '' })
    this.list.setAttribute('aria-label', 'Suggestions')
    this.said = this.add('div', { role: 'status', class: 'govuk-visually-hidden' })
    this.combobox = new Combobox(this.input, this.list, { tabInsertsSuggestions: false })
    this.input.removeAttribute('aria-haspopup') // that of a combobox is a listbox anyway
    this.input.addEventListener('input', () => this.typed())
    this.input.addEventListener('keydown', (event) => this.pressed(event))
    this.input.addEventListener('blur', () => this.close())
    // The pointer leaves the focus where it is, so that a press on the list does not close it first.
    this.list.addEventListener('mousedown', (event) => event.preventDefault())
    this.list.addEventListener('combobox-commit', (event) => this.choose(event.target))
  }

  add(tag, attributes) {
    const element = document.createElement(tag)
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value))
    this.input.after(element)
    return element
  }

  typed() {
    this.details.textContent = ''
    if (this.input.value.trim()) this.radios().forEach((radio) => { radio.checked = false })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), WAIT)
  }

  pressed(event) {
    if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault()
      this.close()
    } else if (event.key === 'ArrowDown' && this.list.hidden) {
      event.preventDefault()
      this.ask()
    }
  }

  // An answer to words that are others by now is not shown; without an answer the form works as it stands.
  async ask() {
    const words = this.input.value.trim()
    if (!words) return this.close()
    this.asking?.abort()
    this.asking = new AbortController()
    const body = new FormData()
    body.append('words', words)
    body.append('csrfmiddlewaretoken', this.input.form.querySelector('[name="csrfmiddlewaretoken"]').value)
    try {
      const how = { method: 'POST', body, credentials: 'same-origin', signal: this.asking.signal }
      const response = await fetch(this.field.dataset.found, how)
      if (!response.ok || document.activeElement !== this.input) return this.close()
      this.show(await response.json())
    } catch {
      this.close()
    }
  }

  show({ found, said }) {
    this.combobox.stop()
    this.list.replaceChildren(...found.map((each, index) => this.option(each, index)))
    this.list.hidden = !found.length
    if (found.length) this.combobox.start()
    this.said.textContent = said
  }

  option({ number, name, details }, index) {
    const option = document.createElement('li')
    option.id = `${this.list.id}-${index + 1}`
    option.className = 'app-found__option'
    option.setAttribute('role', 'option')
    option.dataset.number = number
    option.dataset.name = name
    option.dataset.details = details
    option.append(name)
    if (details) {
      const more = document.createElement('span')
      more.className = 'app-found__more'
      more.append(details)
      option.append(' ', more)
    }
    return option
  }

  choose(option) {
    const { number, name, details } = option.dataset
    this.close()
    this.input.value = name
    this.number.value = number
    this.shown.value = name
    this.details.textContent = details
    this.radios().forEach((radio) => { radio.checked = false })
    this.said.textContent = [name, details, 'chosen'].filter(Boolean).join(', ')
  }

  radios() {
    return this.field.querySelectorAll(`input[type="radio"][name="${this.name}"]`)
  }

  close() {
    clearTimeout(this.timer)
    this.asking?.abort()
    if (this.list.hidden) return
    this.combobox.stop()
    this.list.hidden = true
    this.said.textContent = ''
  }
}

document.querySelectorAll('[data-found]').forEach((field) => new Found(field))
