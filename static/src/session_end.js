// Warns two minutes before somebody is signed out, and lets them stay. The session itself ends on the server.
//
// Asking how long it goes on keeps nobody signed in; typing does, since whoever types is there.

const WARNING = 120
const TYPING_KEEPS_AFTER = 300
const ASK_AGAIN_AFTER = 15

class SessionEnd {
  constructor(dialog) {
    this.dialog = dialog
    this.url = dialog.dataset.session
    this.part = ''
    this.hasTyped = false
    this.isDismissed = false
    this.askedAt = Date.now()
    document.addEventListener('input', () => this.typed())
    document.addEventListener('submit', () => { this.hasTyped = false })
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.ask() })
    dialog.querySelector('[data-session-stay]').addEventListener('click', () => this.ask('POST'))
    dialog.querySelector('[data-session-again]').addEventListener('click', () => this.ask())
    dialog.querySelector('[data-session-close]').addEventListener('click', () => this.dismiss())
    dialog.addEventListener('cancel', (event) => this.escaped(event))
    this.endsAt = Date.now() + Number(dialog.dataset.seconds) * 1000
    this.later(Number(dialog.dataset.seconds) - WARNING)
  }

  typed() {
    this.hasTyped = true
    if (Date.now() - this.askedAt > TYPING_KEEPS_AFTER * 1000) this.ask('POST')
  }

  // Escape says the same as the button in hand; what is over it does not hide.
  escaped(event) {
    event.preventDefault()
    if (this.part === 'soon') this.ask('POST')
    else if (this.part === 'last') this.dismiss()
  }

  async ask(method = 'GET') {
    this.askedAt = Date.now()
    let response
    try {
      response = await fetch(this.url, { method, body: method === 'POST' ? this.token() : null, credentials: 'same-origin' })
    } catch {
      this.later(ASK_AGAIN_AFTER)
      return
    }
    const isAnswer = response.ok && new URL(response.url).pathname === this.url
    const answer = isAnswer ? await response.json() : null
    if (!answer || String(answer.person) !== this.dialog.dataset.person) this.over()
    else this.told(answer)
  }

  token() {
    const data = new FormData()
    data.append('csrfmiddlewaretoken', document.querySelector('input[name="csrfmiddlewaretoken"]').value)
    return data
  }

  told(answer) {
    if (this.part === 'over') {
      document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = answer.token })
      this.close()
    }
    this.endsAt = Date.now() + answer.seconds * 1000
    if (answer.seconds > WARNING) {
      this.isDismissed = false
      this.close()
      this.later(answer.seconds - WARNING)
    } else if (this.isDismissed) {
      this.later(answer.seconds)
    } else {
      document.dispatchEvent(new CustomEvent('session:ending'))
      this.show(answer.may_go_on ? 'soon' : 'last')
      this.count(answer.seconds)
    }
  }

  // The server is asked before anybody is warned: they may have gone on in another window.
  plan() {
    const left = Math.round((this.endsAt - Date.now()) / 1000)
    if (left > WARNING) this.later(left - WARNING)
    else if (left > 0 && this.dialog.open) this.count(left)
    else if (left > 0 && this.isDismissed) this.later(left)
    else this.ask()
  }

  later(seconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.plan(), Math.max(seconds, 1) * 1000)
  }

  count(left) {
    const words = left > 90 ? 'in 2 minutes' : left > 45 ? 'in 1 minute' : 'in less than a minute'
    const place = this.dialog.querySelector('[data-session-left]')
    if (place.textContent !== words) place.textContent = words
    this.later(Math.min(left, 15))
  }

  // Whoever has written something keeps it, behind the words that they are signed out.
  over() {
    clearTimeout(this.timer)
    if (this.hasTyped) this.show('over')
    else window.location.assign(`${this.dialog.dataset.signIn}?next=${encodeURIComponent(window.location.pathname)}`)
  }

  show(part) {
    this.part = part
    this.dialog.querySelectorAll('[data-session-part]').forEach((element) => {
      element.hidden = !element.dataset.sessionPart.split(' ').includes(part)
    })
    this.dialog.classList.toggle('app-session--over', part === 'over')
    if (!this.dialog.open) this.dialog.showModal()
  }

  // The browser gives the focus back to where it was.
  close() {
    this.part = ''
    if (this.dialog.open) this.dialog.close()
  }

  dismiss() {
    this.isDismissed = true
    this.close()
  }
}

const dialog = document.querySelector('[data-session]')
if (dialog && dialog.showModal) new SessionEnd(dialog)
